import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RepositoryFiles } from '../../../src/repository/files.ts';

/** Files by path. */
export type Files = Map<string, string>;

/** The names that a repository's parts have: each is used once. */
export interface Names {
  readonly pages: readonly [string, string, ...string[]];
  readonly query: string;
  readonly jsObject: string;
  readonly container: string;
  readonly tabs: string;
  readonly widget: string;
  readonly datasource: string;
}

export const NAMES: Names = {
  pages: ['Orders', 'Customer details'],
  query: 'GetOrders',
  jsObject: 'Helpers',
  container: 'Container1',
  tabs: 'Tabs1',
  widget: 'Text1',
  datasource: 'Sales DB',
};

/** How Appsmith writes JSON. */
export function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** Where the parts of the first page are. */
export function placesOf({ pages: [page], query, jsObject, container, tabs, widget }: Names) {
  const root = `pages/${page}`;
  return {
    page: `${root}/${page}.json`,
    query: `${root}/queries/${query}/metadata.json`,
    queryBody: `${root}/queries/${query}/${query}.txt`,
    jsFunction: `${root}/queries/${jsObject}-run/metadata.json`,
    jsObject: `${root}/jsobjects/${jsObject}/metadata.json`,
    jsBody: `${root}/jsobjects/${jsObject}/${jsObject}.js`,
    container: `${root}/widgets/${container}/${container}.json`,
    inContainer: `${root}/widgets/${container}/${widget}.json`,
    tabs: `${root}/widgets/${tabs}/${tabs}.json`,
    inTabs: `${root}/widgets/${tabs}/${widget}InTab.json`,
    containerInTabs: `${root}/widgets/${tabs}/${container}InTab/${container}InTab.json`,
  };
}

/**
 * A repository of the current format, as Appsmith writes it: every page has queries, JS objects, containers and tabs.
 */
export function repository(names: Names = NAMES): Files {
  const files: Files = new Map();
  files.set(
    'metadata.json',
    json({ artifactJsonType: 'APPLICATION', clientSchemaVersion: 2, fileFormatVersion: 5, serverSchemaVersion: 12 }),
  );
  files.set(
    'application.json',
    json({
      applicationVersion: 2,
      evaluationVersion: 2,
      pages: names.pages.map((id, at) => ({ id, isDefault: at === 0 })),
      unpublishedAppLayout: { type: 'DESKTOP' },
    }),
  );
  files.set('theme.json', json({ displayName: 'Modern', name: 'Default-New' }));
  files.set(
    `datasources/${names.datasource}.json`,
    json({ gitSyncId: 'ds_1', name: names.datasource, pluginId: 'postgres-plugin' }),
  );
  files.set('jslibs/xmlParser_dba4.json', json({ name: 'xmlParser', version: '3.17.5' }));
  names.pages.forEach((page, at) => {
    addPage(files, { ...names, pages: [page, ''] }, at);
  });
  return files;
}

function addPage(files: Files, names: Names, at: number): void {
  const { query, jsObject, widget, datasource } = names;
  const [page] = names.pages;
  const places = placesOf(names);
  const id = (what: string) => `app_${at}_${what}`;
  const layouts = [{ dsl: { type: 'CANVAS_WIDGET', widgetId: '0', widgetName: 'MainContainer' } }];
  files.set(
    places.page,
    json({ gitSyncId: id('page'), unpublishedPage: { name: page, slug: page.toLowerCase(), layouts } }),
  );
  const action = { name: query, pageId: page, datasource: { name: datasource } };
  files.set(places.query, json({ gitSyncId: id('query'), id: `${page}_${query}`, unpublishedAction: action }));
  files.set(places.queryBody, 'SELECT *\nFROM orders\nWHERE id = {{ Table1.selectedRow.id }};\n');
  const collectionId = `${page}_${jsObject}`;
  files.set(
    places.jsFunction,
    json({ gitSyncId: id('run'), pluginType: 'JS', unpublishedAction: { name: 'run', pageId: page, collectionId } }),
  );
  files.set(
    places.jsObject,
    json({ gitSyncId: id('js'), id: collectionId, unpublishedCollection: { name: jsObject, pageId: page } }),
  );
  files.set(places.jsBody, 'export default {\n\trun() {\n\t\treturn 1;\n\t},\n};\n');
  const canvas = (widgetId: string, tabId?: string) => ({ type: 'CANVAS_WIDGET', widgetId, ...(tabId && { tabId }) });
  const widgets: Record<string, object> = {
    [places.container]: { type: 'CONTAINER_WIDGET', widgetId: 'c1', parentId: '0', children: [canvas('c1canvas')] },
    [places.inContainer]: { type: 'TEXT_WIDGET', widgetId: 't1', parentId: 'c1canvas', text: 'Orders\n=======\n' },
    [places.tabs]: {
      type: 'TABS_WIDGET',
      widgetId: 'w1',
      parentId: '0',
      children: [canvas('tabA', 'tab1'), canvas('tabB', 'tab2')],
    },
    [places.inTabs]: { type: 'TEXT_WIDGET', widgetId: 't2', parentId: 'tabA' },
    [places.containerInTabs]: { type: 'CONTAINER_WIDGET', widgetId: 'c2', parentId: 'tabB', children: [canvas('x')] },
    [`pages/${page}/widgets/${widget}OnPage.json`]: { type: 'TEXT_WIDGET', widgetId: 't3', parentId: '0' },
  };
  for (const [path, value] of Object.entries(widgets)) files.set(path, json(value));
}

/** A repository of so many files, most of them widgets of 1.8 kB; 0 has none at all. */
export function sizedRepository(count: number): Files {
  if (count === 0) return new Map();
  const pages = Array.from({ length: Math.ceil(count / 200) + 1 }, (_, at) => `Page${at + 1}`);
  const files = repository({ ...NAMES, pages: pages as [string, string, ...string[]] });
  const style = Object.fromEntries(Array.from({ length: 22 }, (_, at) => [`property${at}`, 'x'.repeat(60)]));
  for (let at = 0; files.size < count; at += 1) {
    const widget = { ...style, type: 'TEXT_WIDGET', widgetId: `widget${at}`, parentId: '0' };
    files.set(`pages/Page${Math.floor(at / 200) + 1}/widgets/Text${at}.json`, json(widget));
  }
  return files;
}

/** A small repository of an older format. */
export function oldRepository(format: 1 | 2 | 3 | 4): Files {
  const files: Files = new Map([
    ['metadata.json', json({ fileFormatVersion: format, serverSchemaVersion: 4, clientSchemaVersion: 1 })],
    ['application.json', json({ evaluationVersion: 2, pages: [{ id: 'Page1', isDefault: true }] })],
    ['datasources/Sales DB.json', json({ name: 'Sales DB' })],
  ]);
  const action = json({ unpublishedAction: { name: 'GetOrders', pageId: 'Page1' } });
  if (format === 1) {
    files.set('pages/Page1.json', json({ unpublishedPage: { name: 'Page1' } }));
    files.set('queries/GetOrders_Page1.json', action);
    files.set('jsobjects/Helpers_Page1.json', json({ unpublishedCollection: { name: 'Helpers' } }));
    return files;
  }
  files.set('pages/Page1/canvas.json', json({ unpublishedPage: { name: 'Page1' } }));
  files.set(
    format === 4 ? 'pages/Page1/queries/GetOrders/metadata.json' : 'pages/Page1/queries/GetOrders.json',
    action,
  );
  files.set('pages/Page1/jsobjects/Helpers/Helpers.js', 'export default {}\n');
  return files;
}

/** The files as the rules see them. */
export function repositoryFiles(files: Files, unread: readonly string[] = []): RepositoryFiles {
  return { paths: [...files.keys()].sort(), unread, text: (path) => files.get(path)?.replace(/^\uFEFF/, '') };
}

/** Writes the files below a folder. */
export function writeRepository(folder: string, files: Files): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
