import { type Application, CONTENT, type Widget } from './application.ts';
import { sameName } from './files.ts';
import type { Occurrence, RepositoryFinding } from './finding.ts';

/** Appsmith refuses to import these, or breaks the application. */
export const ERRORS: readonly Rule[] = [
  {
    id: 'conflict-markers',
    title: 'Git conflict markers in a `.json`, `.js` or `.txt` file: lines that begin with all three, in their order',
    effect: 'Appsmith cannot read a JSON file with them, and publishes the body of a query or JS object with them.',
    advice: 'Resolve the conflict: keep one side or both, and delete the three marker lines.',
    everyFormat: true,
    find: ({ conflicts }) => conflicts,
  },
  {
    id: 'invalid-json',
    title: 'A `.json` file that is not JSON; a byte order mark, a key twice and text after the last brace are allowed',
    effect: 'Appsmith fails with a NullPointerException, or leaves out what the file describes and deletes it in Git.',
    advice: 'Fix the JSON, or restore the file from the last commit in which it was valid.',
    everyFormat: true,
    find: ({ invalid }) => invalid,
  },
  {
    id: 'no-metadata',
    title: 'metadata.json is missing, or has no `fileFormatVersion`',
    effect: 'Appsmith cannot tell which format the repository has, and refuses it.',
    advice: 'Restore metadata.json from an earlier commit, with its fileFormatVersion.',
    everyFormat: true,
    *find({ has, metadata }) {
      const path = 'metadata.json';
      if (!has(path)) yield { path, problem: 'metadata.json is missing.' };
      else if (metadata !== undefined && metadata['fileFormatVersion'] == null)
        yield { path, at: ['fileFormatVersion'], problem: 'metadata.json has no fileFormatVersion.' };
    },
  },
  {
    id: 'no-application',
    title: 'application.json is missing',
    effect: 'Appsmith refuses the repository.',
    advice: 'Restore application.json from an earlier commit.',
    *find({ has }) {
      const path = 'application.json';
      if (!has(path)) yield { path, problem: 'application.json is missing.' };
    },
  },
  {
    id: 'no-pages',
    title: 'There is no page, application.json has no list `pages`, or the list names none of the pages that are there',
    effect: 'Appsmith refuses the repository, or deletes every page.',
    advice: 'Restore the pages, and the list `pages` in application.json, from an earlier commit.',
    find: noPages,
  },
  {
    id: 'no-page-file',
    title: '`pages/P` holds widgets or queries, but no `P.json`',
    effect: 'Appsmith cannot read the page.',
    advice: "Restore the page's file, or delete the rest of its folder if the page was deleted or renamed.",
    find: missingPageFiles,
  },
  {
    id: 'no-content',
    title:
      'A page without `unpublishedPage` or `layouts[0].dsl`, a query without `unpublishedAction`, ' +
      'or a JS object without `unpublishedCollection`',
    effect: 'Appsmith fails with a NullPointerException.',
    advice: 'Restore the file from an earlier commit.',
    *find({ entities }) {
      for (const { path, kind, facts } of entities) {
        if (facts === undefined) continue;
        if (!facts.hasContent) yield { path, at: [CONTENT[kind]], problem: `The file has no ${CONTENT[kind]}.` };
        else if (kind === 'page' && !facts.hasLayout)
          yield { path, at: [CONTENT.page, 'layouts', 0, 'dsl'], problem: 'The page has no layouts[0].dsl.' };
      }
    },
  },
  {
    id: 'unknown-page',
    title: 'The `pageId` of a query names no page',
    effect: 'Appsmith fails: it looks for the page and does not find it.',
    advice: 'Set pageId to the name of the page, or delete the query if its page was deleted or renamed.',
    find: queriesOfUnknownPages,
  },
  {
    id: 'page-name',
    title: 'The name of a page is not the name of its folder',
    effect: 'Appsmith loses all widgets of the page, which is then empty.',
    advice: 'Give the folder, its file and unpublishedPage.name the same name.',
    *find({ pages }) {
      for (const { path, page, facts } of pages) {
        const name = facts?.name;
        if (typeof name === 'string' && !sameName(name, page))
          yield { path, at: [CONTENT.page, 'name'], problem: `The page is called "${name}", its folder "${page}".` };
      }
    },
  },
  {
    id: 'unknown-tab',
    title: 'A widget inside tabs whose `parentId` is not one of the tabs',
    effect: 'Appsmith fails with a NullPointerException.',
    advice: 'Set parentId to the widgetId of a tab, or delete the widget if its tab was deleted.',
    find: childrenOfUnknownTabs,
  },
];

/** The page names that application.json lists; undefined when it has no list. */
export function listedPages({ application }: Application): string[] | undefined {
  const pages = application?.['pages'];
  if (!Array.isArray(pages)) return undefined;
  return pages.map((page: { readonly id?: unknown } | null) => page?.id).filter((id) => typeof id === 'string');
}

/** Folders of pages: those with the page's file, and those that need one. */
function pageFolders({ pages, queries, widgets }: Application): Set<string> {
  return new Set([...pages, ...queries, ...widgets].map(({ page }) => page));
}

function* noPages(app: Application): Iterable<Occurrence> {
  const path = 'application.json';
  const folders = [...pageFolders(app)];
  // An unread folder may contain the pages.
  if (app.hasUnreadPages) return;
  if (folders.length === 0) yield { path, problem: 'The repository has no page: pages/ holds none.' };
  if (app.application === undefined) return;
  const listed = listedPages(app);
  const at = ['pages'];
  if (listed === undefined) yield { path, at, problem: 'application.json has no list `pages`.' };
  else if (folders.length > 0 && !folders.some((page) => listed.some((name) => sameName(name, page))))
    yield { path, at, problem: 'application.json lists none of the pages that are there.' };
}

function* missingPageFiles({ pages, queries, widgets, has }: Application): Iterable<Occurrence> {
  const contents = Map.groupBy([...queries, ...widgets], ({ page }) => page);
  for (const [page, parts] of contents) {
    const path = `pages/${page}/${page}.json`;
    if (has(path) || pages.some((file) => file.page === page)) continue;
    const [first] = parts;
    const more = parts.length === 1 ? '' : ` and ${parts.length - 1} more`;
    yield { path, problem: `The page's file is missing, but its folder holds ${first?.path}${more}.` };
  }
}

function* queriesOfUnknownPages({ pages, queries, has }: Application): Iterable<Occurrence> {
  const names = new Set(pages.flatMap(({ page, facts }) => [page, facts?.name].map(normal)));
  for (const { path, facts } of queries) {
    if (!facts?.hasContent) continue;
    const { pageId } = facts;
    if (names.has(normal(pageId)) || has(`pages/${pageId}/${pageId}.json`)) continue;
    const problem =
      pageId === undefined ? 'The query has no pageId.' : `The query's pageId names no page: "${pageId}".`;
    yield { path, at: [CONTENT.query, 'pageId'], problem };
  }
}

const normal = (name: unknown) => String(name).normalize('NFC');

function* childrenOfUnknownTabs({ widgets }: Application): Iterable<Occurrence> {
  const folderOf = ({ page, folders }: Pick<Widget, 'page' | 'folders'>) => JSON.stringify([page, ...folders]);
  // A container has a folder of its own, in its parent's.
  const hasFolder = ({ folders, name }: Widget) => folders.at(-1) === name;
  const tabsWidgets = widgets.filter((widget) => widget.tabs && hasFolder(widget));
  const byFolder = new Map(tabsWidgets.map((widget) => [folderOf(widget), widget]));
  for (const widget of widgets) {
    const folders = hasFolder(widget) ? widget.folders.slice(0, -1) : widget.folders;
    const parent = byFolder.get(folderOf({ page: widget.page, folders }));
    if (!widget.isRead || parent === undefined || parent.tabs?.includes(widget.parentId)) continue;
    yield { path: widget.path, at: ['parentId'], problem: `Its parentId is not a tab of ${parent.name}.` };
  }
}

export interface Rule extends Pick<RepositoryFinding, 'effect' | 'advice'> {
  readonly id: string;
  /** What is wrong, for docs/repository-check.md. */
  readonly title: string;
  /** Few rules apply to older formats. */
  readonly everyFormat?: true;
  readonly find: (application: Application) => Iterable<Occurrence>;
}
