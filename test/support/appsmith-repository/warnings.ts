import { edit, type Fault, inside, move, moveFolder } from './changes.ts';
import { json, placesOf } from './repository.ts';

/** Every warning of the table. */
export const WARNING_FAULTS: readonly Fault[] = [
  {
    name: 'a page that application.json does not list',
    rule: 'unlisted-page',
    make: (files, names) => {
      edit(files, 'application.json', (application) => {
        application['pages'] = names.pages.slice(1).map((id) => ({ id }));
      });
      return { path: placesOf(names).page };
    },
  },
  {
    name: 'a query that was copied with its folder',
    rule: 'same-id',
    make: (files, names) => {
      const path = placesOf(names).query.replace('/metadata.json', '~copy/metadata.json');
      files.set(path, files.get(placesOf(names).query) as string);
      return { path, line: '"gitSyncId"' };
    },
  },
  {
    name: 'two queries of one name on a page',
    rule: 'same-id',
    make: (files, names) => {
      const path = placesOf(names).query.replace('/metadata.json', '~copy/metadata.json');
      files.set(path, files.get(placesOf(names).query) as string);
      edit(files, path, (query) => {
        query['gitSyncId'] = 'another';
      });
      return { path, line: '"name"' };
    },
  },
  {
    name: 'two JS objects of one id',
    rule: 'same-id',
    make: (files, names) => {
      const path = placesOf(names).jsObject.replace('/metadata.json', '~copy/metadata.json');
      files.set(path, files.get(placesOf(names).jsObject) as string);
      edit(files, path, (object) => {
        inside(object, 'unpublishedCollection')['name'] = 'Another';
      });
      return { path, line: '"gitSyncId"' };
    },
  },
  {
    name: 'two pages of one id',
    rule: 'same-id',
    make: (files, names) => {
      const [one, other] = names.pages.map((page) => `pages/${page}/${page}.json`).sort() as [string, string];
      const { gitSyncId } = JSON.parse(files.get(one) as string) as { gitSyncId: string };
      edit(files, other, (page) => {
        page['gitSyncId'] = gitSyncId;
      });
      return { path: other, line: '"gitSyncId"' };
    },
  },
  {
    name: 'a container without its file',
    rule: 'no-container',
    make: (files, names) => {
      const { container, inContainer } = placesOf(names);
      files.delete(container);
      return { path: inContainer };
    },
  },
  {
    name: 'a container of several widgets and containers without its file',
    rule: 'no-container',
    make: (files, names) => {
      const { container } = placesOf(names);
      const folder = container.slice(0, container.lastIndexOf('/'));
      for (const each of ['~one', '~other']) files.set(`${folder}/${each}/${each}.json`, json({ widgetId: each }));
      files.delete(container);
      const [path = ''] = [...files.keys()].filter((each) => each.startsWith(`${folder}/`)).sort();
      return { path };
    },
  },
  ...(['query', 'jsObject'] as const).map(
    (place): Fault => ({
      name: `${place} without metadata.json`,
      rule: 'no-query-metadata',
      make: (files, names) => {
        const places = placesOf(names);
        files.delete(places[place]);
        return { path: place === 'query' ? places.queryBody : places.jsBody };
      },
    }),
  ),
  ...[
    'pages/README.md',
    'pages/Orders.json',
    'pages/Orders backup/notes.txt',
    'pages/.DS_Store',
    'datasources/list.txt',
    'datasources/old/Sales.json',
    'jslibs/xmlParser.js',
  ].map(
    (path): Fault => ({
      name: `a stray ${path}`,
      rule: 'stray-file',
      make: (files) => {
        files.set(path, path.endsWith('.json') ? '{}' : 'text\n');
        return { path };
      },
    }),
  ),
  {
    name: 'a body that is not called as its folder',
    rule: 'stray-file',
    make: (files, names) => {
      const path = placesOf(names).queryBody.replace(/[^/]+$/, 'Some other name.txt');
      move(files, placesOf(names).queryBody, path);
      return { path };
    },
  },
  {
    name: 'a second page file',
    rule: 'second-page-file',
    make: (files, names) => {
      const path = placesOf(names).page.replace(/[^/]+$/, 'Name before.json');
      files.set(path, files.get(placesOf(names).page) as string);
      return { path };
    },
  },
  ...(['page', 'query', 'jsObject'] as const).map(
    (place): Fault => ({
      name: `${place} without gitSyncId`,
      rule: 'no-id',
      make: (files, names) => {
        const path = placesOf(names)[place];
        edit(files, path, (document) => delete document['gitSyncId']);
        return { path, line: '{' };
      },
    }),
  ),
];

/** What working applications have, without any finding. */
export const HARMLESS: readonly Fault[] = [
  {
    name: 'a widget without widgetId',
    make: (files, names) => {
      const path = placesOf(names).inContainer;
      edit(files, path, (widget) => delete widget['widgetId']);
      return { path };
    },
  },
  {
    name: 'a datasource without gitSyncId',
    make: (files, names) => {
      const path = `datasources/${names.datasource}.json`;
      edit(files, path, (datasource) => delete datasource['gitSyncId']);
      return { path };
    },
  },
  {
    name: 'two datasources of one gitSyncId',
    make: (files, names) => {
      const path = `datasources/${names.datasource} copy.json`;
      files.set(path, files.get(`datasources/${names.datasource}.json`) as string);
      return { path };
    },
  },
  ...Object.entries({
    'a listed page that is not there': (pages: object[]) => [...pages, { id: 'Gone page' }],
    'a page listed twice': (pages: object[]) => [...pages, ...pages],
    'no default page': (pages: object[]) => pages.map((page) => ({ ...page, isDefault: false })),
    'several default pages': (pages: object[]) => pages.map((page) => ({ ...page, isDefault: true })),
  }).map(
    ([name, change]): Fault => ({
      name,
      make: (files) => {
        const path = 'application.json';
        edit(files, path, (application) => {
          application['pages'] = change(application['pages'] as object[]);
        });
        return { path };
      },
    }),
  ),
  ...['theme.json', 'datasources'].map(
    (gone): Fault => ({
      name: `without ${gone}`,
      make: (files) => {
        for (const path of [...files.keys()]) if (path.startsWith(gone)) files.delete(path);
        return { path: gone };
      },
    }),
  ),
  {
    name: 'a widgetName other than its file',
    make: (files, names) => {
      const path = placesOf(names).inContainer;
      edit(files, path, (widget) => {
        widget['widgetName'] = 'Another';
      });
      return { path };
    },
  },
  {
    name: 'a plugin that nobody knows, and code with faults',
    make: (files, names) => {
      const { jsBody, queryBody } = placesOf(names);
      files.set(jsBody, 'export default { run( { return }\n');
      files.set(queryBody, 'SELEC * FORM;\n');
      edit(files, `datasources/${names.datasource}.json`, (datasource) => {
        datasource['pluginId'] = 'unknown-plugin';
      });
      return { path: jsBody };
    },
  },
  ...Object.entries({
    'a byte order mark': (text: string) => `\uFEFF${text}`,
    'something after the last brace': (text: string) => `${text}\n} # garbage`,
    'a comment after the last brace': (text: string) => `${text}\n// note`,
    'a key twice': (text: string) => text.replace('{', '{\n  "gitSyncId": "first",'),
    'the line breaks of Windows': (text: string) => text.replaceAll('\n', '\r\n'),
    'no line break': (text: string) => JSON.stringify(JSON.parse(text)),
  }).map(
    ([name, change]): Fault => ({
      name,
      make: (files, names) => {
        const path = placesOf(names).query;
        files.set(path, change(files.get(path) as string));
        return { path };
      },
    }),
  ),
  ...Object.entries({
    'a heading underlined with =======': 'Title\n=======\ntext\n',
    'the first marker alone': '<<<<<<< HEAD\ntext\n',
    'two of three markers': '<<<<<<< HEAD\n=======\n',
    'markers in another order': '>>>>>>> one\n=======\n<<<<<<< HEAD\n',
    'markers inside lines': '  <<<<<<< HEAD\n  =======\n  >>>>>>> main\n',
    'markers without names': '<<<<<<<\n=======\n>>>>>>>\n',
  }).map(
    ([name, text]): Fault => ({
      name,
      make: (files, names) => {
        const { jsBody, queryBody } = placesOf(names);
        files.set(jsBody, text);
        files.set(queryBody, text);
        return { path: jsBody };
      },
    }),
  ),
  {
    name: 'a page without widgets and queries',
    make: (files, names) => {
      const root = placesOf(names).page.replace(/[^/]+$/, '');
      for (const path of [...files.keys()])
        if (path.startsWith(root) && path !== placesOf(names).page) files.delete(path);
      return { path: root };
    },
  },
  {
    name: 'a folder in another form of Unicode than its page',
    make: (files, names) => {
      const [page] = names.pages;
      moveFolder(files, `pages/${page}`, `pages/${page.normalize('NFD')}`);
      return { path: page };
    },
  },
  {
    name: 'a widget with one tab, and a child of another',
    make: (files, names) => {
      const { tabs } = placesOf(names);
      edit(files, tabs, (widget) => {
        widget['children'] = (widget['children'] as object[]).slice(0, 1);
      });
      return { path: tabs };
    },
  },
  {
    name: 'a widget that is no tabs and has two canvases',
    make: (files, names) => {
      const { container } = placesOf(names);
      edit(files, container, (widget) => {
        widget['children'] = [
          { type: 'CANVAS_WIDGET', widgetId: 'a' },
          { type: 'CANVAS_WIDGET', widgetId: 'b' },
        ];
      });
      return { path: container };
    },
  },
  {
    name: 'modules of packages',
    make: (files, names) => {
      const path = 'source modules/SendMail.json';
      files.set(path, json({ packageName: 'Mail' }));
      files.set(`pages/${names.pages[0]}/module instances/SendMail1.json`, json({ name: 'SendMail1' }));
      return { path };
    },
  },
  ...['README.md', 'src/broken.json', 'package.json', 'queries/old.json', 'jsobjects/old.js', 'docs/conflict.txt'].map(
    (path): Fault => ({
      name: `a broken ${path}, which Appsmith does not read`,
      make: (files) => {
        files.set(path, '{\n<<<<<<< HEAD\n=======\n>>>>>>> main\n');
        return { path };
      },
    }),
  ),
];
