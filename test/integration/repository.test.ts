import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { DEFAULT_APP } from '../../emulator/index.ts';
import { conflict, edit } from '../support/appsmith-repository/changes.ts';
import {
  type Files,
  json,
  NAMES,
  placesOf,
  repository,
  writeRepository,
} from '../support/appsmith-repository/repository.ts';
import { broken, changed, runIn } from '../support/appsmith-repository/run.ts';
import { makeClone } from '../support/clone.ts';
import { variablesFor } from '../support/environment.ts';
import { runMain } from '../support/run-main.ts';

const { jsBody, query, page } = placesOf(NAMES);

describe('a commit that Appsmith cannot import', () => {
  test('is not sent: every finding is reported at once, with its place, what happens and what to do', async () => {
    const files = changed((each) => {
      conflict(each, jsBody);
      each.set(query, '{\n  "id": 1,\n}');
      each.delete('datasources/Sales DB.json');
      each.set('pages/notes.md', 'text');
    });
    const { exitCode, log, sent } = await runIn(files);
    expect(sent).toBe(0);
    expect(exitCode).toBe(2);
    expect(log).toContain('✖ Appsmith cannot import commit 3f2a1b9: 2 errors and 1 warning. Nothing was sent.\n');
    expect(log).toContain(`  ${jsBody}:2:1: The file contains Git conflict markers.\n`);
    expect(log).toContain(`  ${query}:3:1: The file is not valid JSON: property name expected.\n`);
    expect(log).toContain('  pages/notes.md: Warning: The file does not belong in this folder.\n');
    expect(log).toContain(
      '    What to do: Resolve the conflict: keep one side or both, and delete the three marker lines.\n',
    );
    expect(log).toContain('a newer commit has its own pipeline. Push a fix; running this step again does not help.\n');
    expect(log).toMatch(/ {2}More: https:\/\/\S+\/docs\/repository-check\.md$/m);
  });

  test('is refused in a dry run too, before any server is asked', async () => {
    const { exitCode, sent, log } = await runIn(broken(), { DRY_RUN: 'true' });
    expect([exitCode, sent]).toEqual([2, 0]);
    expect(log).toContain(`${jsBody}:2:1:`);
  });

  test.each(['main', 'feature/orders'])(
    'is refused in a pull request whose clone is a merge, for %s',
    async (branch) => {
      const { exitCode, log } = await runIn(broken(), {
        BRANCH: branch,
        BITBUCKET_BRANCH: 'feature/orders',
        BITBUCKET_PR_DESTINATION_BRANCH: 'main',
        DRY_RUN: 'true',
      });
      expect(exitCode).toBe(2);
      expect(log).toContain('Appsmith cannot import the merge of this pull request into main: 1 error.');
    },
  );

  test('is refused for one application on several servers', async () => {
    const { exitCode, sent } = await runIn(broken(), {
      APPSMITH_URL: 'http://one.example.com\nhttp://two.example.com',
    });
    expect([exitCode, sent]).toEqual([2, 0]);
  });

  test('is refused for one application on several servers, in parallel steps', async () => {
    const { exitCode } = await runIn(broken(), {
      APPSMITH_URL: 'http://one.example.com\nhttp://two.example.com',
      SHARD: 'true',
      BITBUCKET_PARALLEL_STEP: '0',
      BITBUCKET_PARALLEL_STEP_COUNT: '2',
    });
    expect(exitCode).toBe(2);
  });

  test('shows 20 findings of many, and how many more there are', async () => {
    const files = changed((each) => {
      for (let at = 0; at < 30; at += 1) each.set(`jslibs/${at}.json`, '{');
    });
    const { log } = await runIn(files);
    expect(log.match(/is not valid JSON/g)).toHaveLength(20);
    expect(log).toContain('Appsmith cannot import commit 3f2a1b9: 30 errors.');
    expect(log).toContain('  … and 10 more.\n');
  });

  test('is called by what is known of it', async () => {
    const { log } = await runIn(broken(), { BITBUCKET_COMMIT: undefined });
    expect(log).toContain('Appsmith cannot import this clone: 1 error.');
  });

  test('is found in the working directory where Bitbucket names no clone', async () => {
    await using clone = await makeClone();
    writeRepository(clone.path, broken());
    const run = await runMain(variablesFor({ url: 'http://one.example.com' }, { BITBUCKET_BRANCH: 'main' }), {
      cwd: clone.path,
    });
    expect(run.exitCode).toBe(2);
  });

  test('cannot forge a line of the log with the name of a file', async () => {
    const files = changed((each) => each.set('pages/notes\n✔ Deployed.md', ''));
    conflict(files, jsBody);
    const { log } = await runIn(files);
    expect(log).toContain('  pages/notes ✔ Deployed.md: Warning: The file does not belong');
  });
});

describe('a server that imports the clone', () => {
  const invalid = () => changed((files) => files.set(query, '{'));

  test('would have refused what the check finds', async () => {
    const { exitCode, log } = await runIn(invalid(), { CHECK_REPOSITORY: 'false' }, { imports: true });
    expect(exitCode).toBe(1);
    expect(log).toContain('(AE-GIT-4044)');
  });

  test('is not asked to', async () => {
    expect(await runIn(invalid(), {}, { imports: true })).toMatchObject({ exitCode: 2, sent: 0 });
  });

  test('deploys what the check lets through', async () => {
    expect(await runIn(repository(), {}, { imports: true })).toMatchObject({ exitCode: 0, sent: 1 });
  });
});

describe('what Appsmith drops', () => {
  test('is a warning for each, and the deployment continues', async () => {
    const { exitCode, log, sent } = await runIn(changed((files) => files.set('pages/notes.md', 'text')));
    expect([exitCode, sent]).toEqual([0, 1]);
    expect(log).toContain(
      'WARNING: pages/notes.md: The file does not belong in this folder. Appsmith has no use for it',
    );
    expect(log).toContain('WARNING: This was found in commit 3f2a1b9.');
  });

  test('is said in the middle of many', async () => {
    const files = changed((each) => {
      for (let at = 0; at < 21; at += 1) each.set(`pages/${at}.md`, '');
    });
    const { log } = await runIn(files);
    expect(log).toContain('WARNING: … and 1 more.');
  });
});

describe('with several applications on one server, the clone may be of another', () => {
  test('also where this parallel step deploys only one of them', async () => {
    const { exitCode, log } = await runIn(broken(), {
      APP_ID: `${DEFAULT_APP.id}\nother`,
      SHARD: 'true',
      BITBUCKET_PARALLEL_STEP: '0',
      BITBUCKET_PARALLEL_STEP_COUNT: '2',
    });
    expect(exitCode).toBe(0);
    expect(log).toContain(`WARNING: ${jsBody}:2:1: The file contains Git conflict markers`);
  });

  test('an error is a warning', async () => {
    const { exitCode, log, sent } = await runIn(broken(), {
      APP_ID: `${DEFAULT_APP.id}\n${DEFAULT_APP.id.replace(/.$/, '0')}`,
    });
    expect(sent).toBeGreaterThan(0);
    expect(exitCode).not.toBe(2);
    expect(log).toContain(`WARNING: ${jsBody}:2:1: The file contains Git conflict markers`);
    expect(log).toContain('This does not stop the run: several applications of one server are deployed here');
  });
});

test('a valid repository is mentioned in debug mode only', async () => {
  const quiet = await runIn(repository());
  expect([quiet.exitCode, quiet.sent]).toEqual([0, 1]);
  expect(quiet.log).not.toMatch(/Checked|repository/);
  const { log } = await runIn(repository(), { DEBUG: 'true' });
  expect(log).toContain(`DEBUG: Checked ${repository().size} files of commit 3f2a1b9: no problems.`);
});

describe('the check does not apply', () => {
  test.each<[string, Readonly<Record<string, string | undefined>>]>([
    ['with CHECK_REPOSITORY off', { CHECK_REPOSITORY: 'false' }],
    ['to another branch than the one that is built', { BRANCH: 'release', BITBUCKET_BRANCH: 'main' }],
    ['where a tag is built', { BITBUCKET_TAG: 'v1', BITBUCKET_BRANCH: undefined }],
    ['where a tag of the branch is built', { BITBUCKET_TAG: 'v1' }],
    ['outside Bitbucket', { BITBUCKET_BRANCH: undefined }],
  ])('%s', async (_, changes) => {
    const { exitCode, log } = await runIn(broken(), changes);
    expect(exitCode).not.toBe(2);
    expect(log).not.toContain('Conflict markers');
  });

  const edited = (path: string, change: (document: Record<string, unknown>) => void) =>
    changed((files) => {
      conflict(files, jsBody);
      edit(files, path, change);
    });

  test.each<[string, () => Files]>([
    [
      'no Appsmith application',
      () =>
        new Map([
          ['metadata.json', '{"name": "photos"}'],
          ['pages/a.json', '{'],
        ]),
    ],
    [
      'application.json of another kind',
      () =>
        new Map([
          ['application.json', '{"pages": []}'],
          ['pages/a.json', '{'],
        ]),
    ],
    ['neither file', () => new Map([['pages/Orders/Orders.json', '{']])],
    [
      'a package',
      () =>
        edited('metadata.json', (metadata) => {
          metadata['artifactJsonType'] = 'PACKAGE';
        }),
    ],
    ['an application in a folder below', () => new Map([...broken()].map(([path, text]) => [`app/${path}`, text]))],
  ])('to a repository with %s', async (_, files) => {
    const { exitCode, sent } = await runIn(files());
    expect([exitCode, sent]).toEqual([0, 1]);
  });

  test('to a sparse checkout', async () => {
    const { exitCode, sent } = await runIn(
      broken(),
      {},
      {
        prepare: (root) => {
          mkdirSync(join(root, '.git/info'), { recursive: true });
          writeFileSync(join(root, '.git/info/sparse-checkout'), '/pages\n');
        },
      },
    );
    expect([exitCode, sent]).toEqual([0, 1]);
  });
});

test.each<[string, (files: Files) => void]>([
  ['metadata.json alone', (files) => files.delete('application.json')],
  ['application.json alone', (files) => files.delete('metadata.json')],
  ['a broken metadata.json', (files) => conflict(files, 'metadata.json')],
  [
    'an older metadata.json, without artifactJsonType',
    (files) => {
      files.set('metadata.json', json({ fileFormatVersion: 5 }));
      files.set(page, '{');
    },
  ],
])('an application is known by %s', async (_, change) => {
  expect((await runIn(changed(change))).exitCode).toBe(2);
});
