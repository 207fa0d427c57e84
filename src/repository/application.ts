import { CURRENT_FORMAT, isRead, type RepositoryFiles, ROOT_FILES, type Role, roleOf } from './files.ts';
import type { Occurrence } from './finding.ts';
import { conflictIn, readJson } from './json-text.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** What the rules check. It holds no text: a repository may have thousands of files. */
export type Application = ReturnType<typeof readApplication>;
/** A page, a query or a JS object. */
export type Entity = Application['entities'][number];
export type Widget = Application['widgets'][number];

export const CONTENT = {
  page: 'unpublishedPage',
  query: 'unpublishedAction',
  'js-object': 'unpublishedCollection',
} as const;

/** Reads what the rules need, file by file. */
export function readApplication(files: RepositoryFiles) {
  const known = new Set(files.paths);
  const reader = new Reader(files);
  const [metadata, application] = ROOT_FILES.map((path) => (known.has(path) ? reader.object(path) : undefined));
  const format = formatOf(metadata, files.paths);
  const items = files.paths.filter((path) => isRead(path, format)).map((path) => itemOf(path, reader.object(path)));
  const entities = items.flatMap((item) =>
    item.kind === 'page' || item.kind === 'query' || item.kind === 'js-object' ? [item] : [],
  );
  return {
    /** Whether there is such a file, or may be in a folder that was not read. */
    has: (path: string) => known.has(path) || files.unread.some((unread) => `${path}/`.startsWith(`${unread}/`)),
    /** Whether a part of pages/ was not read. */
    hasUnreadPages: files.unread.some((path) => /^pages(?:\/|$)/.test(path)),
    /** fileFormatVersion; undefined when it cannot be known. */
    format,
    metadata,
    application,
    entities,
    pages: entities.filter(({ kind }) => kind === 'page'),
    queries: entities.filter(({ kind }) => kind === 'query'),
    widgets: items.filter((item) => item.kind === 'widget'),
    /** Modules of packages that the application uses. */
    modules: items.flatMap((item) => (item.kind === 'module' ? [item.name] : [])),
    pathsOf: (kind: Role['kind']) => items.flatMap((item) => (item.kind === kind ? [item.path] : [])),
    conflicts: reader.conflicts,
    invalid: reader.invalid,
    /** Number of files. */
    checked: reader.checked,
  };
}

class Reader {
  readonly conflicts: Occurrence[] = [];
  readonly invalid: Occurrence[] = [];
  checked = 0;
  readonly #files: RepositoryFiles;

  constructor(files: RepositoryFiles) {
    this.#files = files;
  }

  /** @returns undefined for a file that is not JSON, broken or unread */
  object(path: string): JsonObject | undefined {
    const text = /\.(?:json|js|txt)$/.test(path) ? this.#files.text(path) : undefined;
    if (text === undefined) return undefined;
    this.checked += 1;
    const at = conflictIn(text);
    if (at !== undefined) this.conflicts.push({ path, at, problem: 'The file contains Git conflict markers.' });
    else if (path.endsWith('.json')) {
      const reading = readJson(text);
      if (reading.kind === 'value') return asObject(reading.value) ?? {};
      this.invalid.push({ path, at: reading.offset, problem: `The file is not valid JSON: ${reading.reason}.` });
    }
    return undefined;
  }
}

/** What the rules need to know about a file. */
function itemOf(path: string, value: JsonObject | undefined) {
  const role = roleOf(path);
  switch (role.kind) {
    case 'page':
    case 'query':
    case 'js-object':
      return { ...role, path, facts: value && factsOf(value, role.kind) };
    case 'widget':
      return { ...role, path, isRead: value !== undefined, parentId: value?.['parentId'], tabs: tabs(value) };
    case 'module':
      return { ...role, path, name: moduleName(role.name, value) };
    default:
      return { ...role, path };
  }
}

function factsOf(value: JsonObject, kind: keyof typeof CONTENT) {
  const content = asObject(value[CONTENT[kind]]);
  const layouts = content?.['layouts'];
  const layout = Array.isArray(layouts) ? asObject(layouts[0]) : undefined;
  return {
    hasContent: content !== undefined,
    hasLayout: asObject(layout?.['dsl']) !== undefined,
    name: content?.['name'],
    pageId: content?.['pageId'],
    /** The JS object that a query is a function of. */
    collectionId: content?.['collectionId'],
    gitSyncId: value['gitSyncId'],
  };
}

/**
 * The ids of a widget's tabs. With one tab, Appsmith puts every child into it. Where a tab has no id, the tabs are not
 * checked.
 */
function tabs(widget: JsonObject | undefined): unknown[] | undefined {
  const children = widget?.['children'];
  const isTabs = typeof widget?.['type'] === 'string' && widget['type'].startsWith('TABS_WIDGET');
  if (!isTabs || !Array.isArray(children) || children.length < 2) return undefined;
  const ids = children.map((child) => asObject(child)?.['widgetId']);
  return ids.every((id) => typeof id === 'string') ? ids : undefined;
}

/** `Orders (package Shop)`. */
function moduleName(name: string, value: JsonObject | undefined): string {
  const packageName = value?.['packageName'];
  return typeof packageName === 'string' ? `${name} (package ${packageName})` : name;
}

/** Without a version in metadata.json, page files show the current format. */
function formatOf(metadata: JsonObject | undefined, paths: readonly string[]): number | undefined {
  const format = metadata?.['fileFormatVersion'];
  if (format !== undefined) return Number(format);
  return paths.some((path) => roleOf(path).kind === 'page') ? CURRENT_FORMAT : undefined;
}

function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}
