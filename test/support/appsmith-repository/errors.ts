import { conflict, edit, type Fault, inside } from './changes.ts';
import { json, placesOf } from './repository.ts';

const conflicts = (['page', 'query', 'queryBody', 'jsObject', 'jsBody', 'container', 'inTabs'] as const).map(
  (place): Fault => ({
    name: `a conflict in ${place}`,
    rule: 'conflict-markers',
    make: (files, names) => conflict(files, placesOf(names)[place]),
  }),
);

const rootConflicts = ['metadata.json', 'application.json', 'theme.json', 'jslibs/xmlParser_dba4.json'].map(
  (path): Fault => ({
    name: `a conflict in ${path}`,
    rule: 'conflict-markers',
    make: (files) => conflict(files, path),
  }),
);

const invalidJson = Object.entries({
  'cut off': (text: string) => [text.slice(0, -1), undefined],
  empty: () => ['', ''],
  'with a trailing comma': (text: string) => [`${text.slice(0, -2)},\n}`, '}'],
  'with a comment': (text: string) => [text.replace('\n', '\n  // note\n'), '// note'],
  'without a comma': (text: string) => [text.replace(',\n', '\n'), undefined],
  'with a single marker of a conflict': (text: string) => [text.replace('\n', '\n=======\n'), '======='],
} satisfies Record<string, (text: string) => [string, string | undefined]>).flatMap(([how, change]) =>
  (['page', 'query', 'jsObject', 'inTabs', 'datasource', 'theme'] as const).map(
    (place): Fault => ({
      name: `${place} ${how}`,
      rule: 'invalid-json',
      make: (files, names) => {
        const others = { datasource: `datasources/${names.datasource}.json`, theme: 'theme.json' };
        const path = { ...placesOf(names), ...others }[place];
        const [text, line] = change(files.get(path) as string) as [string, string | undefined];
        files.set(path, text);
        return line === undefined ? { path } : { path, line };
      },
    }),
  ),
);

/** Every error of the table. */
export const ERROR_FAULTS: readonly Fault[] = [
  ...conflicts,
  ...rootConflicts,
  {
    name: 'a conflict with the line breaks of Windows',
    rule: 'conflict-markers',
    make: (files, names) => conflict(files, placesOf(names).jsBody, '\r\n'),
  },
  ...invalidJson,
  {
    name: 'no metadata.json',
    rule: 'no-metadata',
    make: (files) => {
      files.delete('metadata.json');
      return { path: 'metadata.json' };
    },
  },
  {
    name: 'metadata.json without fileFormatVersion',
    rule: 'no-metadata',
    make: (files) => {
      edit(files, 'metadata.json', (metadata) => delete metadata['fileFormatVersion']);
      return { path: 'metadata.json', line: '{' };
    },
  },
  {
    name: 'no application.json',
    rule: 'no-application',
    make: (files) => {
      files.delete('application.json');
      return { path: 'application.json' };
    },
  },
  {
    name: 'no pages at all',
    rule: 'no-pages',
    make: (files) => {
      for (const path of [...files.keys()]) if (path.startsWith('pages/')) files.delete(path);
      return { path: 'application.json' };
    },
  },
  {
    name: 'no list of pages',
    rule: 'no-pages',
    make: (files) => {
      edit(files, 'application.json', (application) => delete application['pages']);
      return { path: 'application.json', line: '{' };
    },
  },
  {
    name: 'none of the pages listed',
    rule: 'no-pages',
    make: (files) => {
      edit(files, 'application.json', (application) => {
        application['pages'] = [{ id: 'Some other page' }];
      });
      return { path: 'application.json', line: '"pages"' };
    },
  },
  {
    name: 'a page without its file, with widgets and queries',
    rule: 'no-page-file',
    make: (files, names) => {
      const path = placesOf(names).page;
      files.delete(path);
      return { path };
    },
  },
  {
    name: 'queries that a deleted page left behind',
    rule: 'no-page-file',
    make: (files) => {
      const action = { name: 'Old', pageId: 'Gone page' };
      files.set('pages/Gone page/queries/Old/metadata.json', json({ gitSyncId: 'old', unpublishedAction: action }));
      return { path: 'pages/Gone page/Gone page.json' };
    },
  },
  ...(
    [
      ['page', 'unpublishedPage'],
      ['query', 'unpublishedAction'],
      ['jsObject', 'unpublishedCollection'],
    ] as const
  ).map(
    ([place, key]): Fault => ({
      name: `${place} without ${key}`,
      rule: 'no-content',
      make: (files, names) => {
        const path = placesOf(names)[place];
        edit(files, path, (document) => delete document[key]);
        return { path, line: '{' };
      },
    }),
  ),
  {
    name: 'a page without a layout',
    rule: 'no-content',
    make: (files, names) => {
      const path = placesOf(names).page;
      edit(files, path, (page) => {
        inside(page, 'unpublishedPage')['layouts'] = [];
      });
      return { path, line: '"layouts"' };
    },
  },
  {
    name: 'a page whose layout has no dsl',
    rule: 'no-content',
    make: (files, names) => {
      const path = placesOf(names).page;
      edit(files, path, (page) => {
        inside(page, 'unpublishedPage')['layouts'] = [{ viewMode: false }];
      });
      return { path, line: '{' };
    },
  },
  {
    name: 'a query of a page that is not there',
    rule: 'unknown-page',
    make: (files, names) => {
      const path = placesOf(names).query;
      edit(files, path, (query) => {
        inside(query, 'unpublishedAction')['pageId'] = 'Name before';
      });
      return { path, line: '"pageId"' };
    },
  },
  {
    name: 'a query of no page',
    rule: 'unknown-page',
    make: (files, names) => {
      const path = placesOf(names).query;
      edit(files, path, (query) => delete inside(query, 'unpublishedAction')['pageId']);
      return { path, line: '"unpublishedAction"' };
    },
  },
  {
    name: 'a page with another name than its folder',
    rule: 'page-name',
    make: (files, names) => {
      const path = placesOf(names).page;
      edit(files, path, (page) => {
        inside(page, 'unpublishedPage')['name'] = 'Name before';
      });
      return { path, line: '"name": "Name before"' };
    },
  },
  ...(['inTabs', 'containerInTabs'] as const).map(
    (place): Fault => ({
      name: `${place} of a tab that is not there`,
      rule: 'unknown-tab',
      make: (files, names) => {
        const path = placesOf(names)[place];
        edit(files, path, (widget) => {
          widget['parentId'] = 'gone';
        });
        return { path, line: '"parentId": "gone"' };
      },
    }),
  ),
  {
    name: 'a widget in tabs that names no tab',
    rule: 'unknown-tab',
    make: (files, names) => {
      const path = placesOf(names).inTabs;
      edit(files, path, (widget) => delete widget['parentId']);
      return { path, line: '{' };
    },
  },
];
