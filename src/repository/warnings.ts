import { type Application, CONTENT, type Entity } from './application.ts';
import { listedPages, type Rule } from './errors.ts';
import { sameName } from './files.ts';
import type { Occurrence } from './finding.ts';

/** Appsmith leaves these out, then deletes them in Git. */
export const WARNINGS: readonly Rule[] = [
  {
    id: 'unlisted-page',
    title: 'A page that application.json does not list',
    effect: 'Appsmith leaves the page out and deletes it in Git.',
    advice: 'Add the page to `pages` in application.json, or delete its folder.',
    find: unlistedPages,
  },
  {
    id: 'same-id',
    title: 'Two pages, queries or JS objects share a `gitSyncId`, or a name on the same page',
    effect: 'Appsmith keeps one of them and deletes the other in Git.',
    advice: 'Delete one of them. A copy that is made in Appsmith gets its own id and name.',
    find: duplicates,
  },
  {
    id: 'no-container',
    title: 'Widgets in the folder of a container whose file is missing',
    effect: 'Appsmith leaves the widgets out and deletes them in Git.',
    advice: "Restore the container's file, or delete its folder.",
    find: widgetsWithoutContainer,
  },
  {
    id: 'no-query-metadata',
    title: 'The body of a query (`.txt`) or JS object (`.js`) without metadata.json beside it',
    effect: 'Appsmith leaves the query or JS object out and deletes its body in Git.',
    advice: 'Restore metadata.json beside it, or delete the body.',
    *find({ pathsOf, has }) {
      for (const path of pathsOf('body'))
        if (!has(path.replace(/[^/]+$/, 'metadata.json')))
          yield { path, problem: 'There is no metadata.json beside it.' };
    },
  },
  {
    id: 'stray-file',
    title: 'A file in pages/, datasources/ or jslibs/ that does not belong there',
    effect: 'Appsmith has no use for it and deletes it in Git.',
    advice: 'Move it out of pages/, datasources/ and jslibs/, or delete it.',
    find: ({ pathsOf }) =>
      pathsOf('stray').map((path) => ({ path, problem: 'The file does not belong in this folder.' })),
  },
  {
    id: 'second-page-file',
    title: 'A second page file in the folder of a page',
    effect: 'Appsmith reads only the file that has the name of its folder, and deletes the other in Git.',
    advice: 'Delete the file, or give the folder its name if the page was renamed.',
    find: ({ pathsOf }) =>
      pathsOf('second-page').map((path) => ({ path, problem: 'A page has one file, with the name of its folder.' })),
  },
  {
    id: 'no-id',
    title: 'A page, query or JS object without `gitSyncId`',
    effect: 'Appsmith cannot tell which one it is, and may drop it.',
    advice: 'Restore its gitSyncId from an earlier commit.',
    *find({ entities }) {
      for (const { path, facts } of entities)
        if (facts?.hasContent && !facts.gitSyncId) yield { path, at: ['gitSyncId'], problem: 'It has no gitSyncId.' };
    },
  },
];

function* unlistedPages(app: Application): Iterable<Occurrence> {
  const listed = listedPages(app);
  if (listed === undefined) return;
  const isListed = ({ page }: Entity) => listed.some((name) => sameName(name, page));
  if (!app.pages.some(isListed)) return; // an error already
  for (const page of app.pages)
    if (!isListed(page)) yield { path: page.path, problem: 'application.json does not list this page.' };
}

function* duplicates({ entities }: Application): Iterable<Occurrence> {
  const first = new Map<string, string>();
  for (const { kind, path, page, facts } of entities) {
    if (!facts?.hasContent) continue;
    const { gitSyncId, name, pageId, collectionId } = facts;
    const owner = kind === 'page' ? undefined : (pageId ?? page);
    const marks = [
      { what: 'gitSyncId', value: gitSyncId, at: ['gitSyncId'], key: `${kind} ${gitSyncId}` },
      {
        what: 'name',
        value: name,
        at: [CONTENT[kind], 'name'],
        key: JSON.stringify([kind, owner, collectionId, name]),
      },
    ].filter(({ value }) => typeof value === 'string' && value !== '');
    const found = marks.find(({ key }) => first.has(key));
    if (found !== undefined)
      yield { path, at: found.at, problem: `${first.get(found.key)} has the same ${found.what}.` };
    for (const { key } of marks) first.set(key, first.get(key) ?? path);
  }
}

function* widgetsWithoutContainer({ widgets }: Application): Iterable<Occurrence> {
  const names = new Set(widgets.map(({ page, name }) => JSON.stringify([page, name])));
  const reported = new Set<string>();
  for (const { path, page, folders } of widgets) {
    const depth = folders.findIndex((folder) => !names.has(JSON.stringify([page, folder])));
    if (depth < 0) continue;
    const folder = ['pages', page, 'widgets', ...folders.slice(0, depth + 1)].join('/');
    if (reported.has(folder)) continue;
    reported.add(folder);
    yield { path, problem: `The widget is below a container that is missing: ${folder}/${folders[depth]}.json.` };
  }
}
