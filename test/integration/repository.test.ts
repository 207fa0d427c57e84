import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Answer, answers, DEFAULT_APP, startEmulator } from '../../emulator/index.ts';
import type { EmulatorOptions } from '../../emulator/options.ts';
import { conflict, edit } from '../support/appsmith-repository/changes.ts';
import {
  type Files,
  json,
  NAMES,
  placesOf,
  repository,
  writeRepository,
} from '../support/appsmith-repository/repository.ts';
import { makeClone } from '../support/clone.ts';
import { variablesFor } from '../support/environment.ts';
import { runMain } from '../support/run-main.ts';

const { jsBody, query, page } = placesOf(NAMES);
const COMMIT = '3f2a1b9c0d4e5f60718293a4b5c6d7e8f9012345';

interface Surroundings {
  readonly options?: EmulatorOptions;
  /** What the server always answers. */
  readonly answer?: Answer;
  /** Whether the server imports the clone, and refuses what Appsmith refuses. */
  readonly imports?: boolean;
  /** Changes the clone before the run. */
  readonly prepare?: (root: string) => void;
}

/** Runs a deployment in a clone with these files. */
async function runIn(
  files: Files,
  changes: Readonly<Record<string, string | undefined>> = {},
  { options = {}, answer, imports = false, prepare }: Surroundings = {},
) {
  await using clone = await makeClone();
  const apps = imports ? [{ ...DEFAULT_APP, clone: clone.path }] : [DEFAULT_APP];
  await using emulator = await startEmulator({ apps, ...options });
  if (answer !== undefined) emulator.answerAlways(answer);
  writeRepository(clone.path, files);
  prepare?.(clone.path);
  const run = await runMain(
    variablesFor(emulator, {
      ...clone.variables,
      BITBUCKET_BRANCH: 'main',
      BITBUCKET_COMMIT: COMMIT,
      ...changes,
    }),
    { cwd: clone.path },
  );
  const written = clone.files().filter((file) => !files.has(file));
  const reports = Object.fromEntries(written.map((file) => [file.split('/').at(-1), clone.read(file)]));
  return { ...run, sent: emulator.requests.length, reports, outputs: clone.outputVariables() };
}

function changed(change: (files: Files) => void): Files {
  const files = repository();
  change(files);
  return files;
}

const broken = () => changed((files) => conflict(files, jsBody));

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
  test('is a warning for each, and the deployment goes on', async () => {
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

describe('the schema and the packages', () => {
  const withModules = () =>
    changed((files) => files.set('source modules/SendMail.json', json({ packageName: 'Mail' })));
  const tooOld = /The repository needs Appsmith v1\.73 or later \(schema 12\); http:\/\/\S+ is v1\.40\./;
  const modules =
    'The application uses modules of packages. Import and publish these in its workspace first: SendMail (package Mail)';

  test('a dry run compares the schema with the version of the server, and lists the modules of packages', async () => {
    const { exitCode, log } = await runIn(withModules(), { DRY_RUN: 'true' }, { options: { version: 'v1.40' } });
    expect(exitCode).toBe(0);
    expect(log).toMatch(new RegExp(`WARNING: ${tooOld.source}`));
    expect(log).toContain(`INFO: ${modules}\n`);
  });

  test('a dry run says nothing of a server that is as new, and of an application without packages', async () => {
    const { log } = await runIn(repository(), { DRY_RUN: 'true' }, { options: { version: 'v1.73' } });
    expect(log).not.toMatch(/schema|modules/);
  });

  test('a dry run says nothing of a server whose version is not known', async () => {
    const { log } = await runIn(repository(), { DRY_RUN: 'true' }, { options: { information: 'html' } });
    expect(log).not.toMatch(/schema/);
  });

  test('after AE-JSN-4045 the server is asked for its version', async () => {
    const surroundings = { options: { version: 'v1.40' }, answer: answers['AE-JSN-4045']() };
    const { exitCode, log } = await runIn(withModules(), {}, surroundings);
    expect(exitCode).toBe(1);
    expect(log).toMatch(tooOld);
    expect(log).not.toContain('modules');
  });

  test('after AE-JSN-4045 nothing is said of a server that is new enough', async () => {
    const { log } = await runIn(repository(), {}, { options: { version: 'v1.80' }, answer: answers['AE-JSN-4045']() });
    expect(log).toContain('(AE-JSN-4045)');
    expect(log).not.toContain('The repository needs');
  });

  test('after AE-GIT-5002 the modules of packages are named, once for several servers', async () => {
    const surroundings = { answer: answers['AE-GIT-5002']() };
    const { log } = await runIn(withModules(), { MAX_ATTEMPTS: '1' }, surroundings);
    expect(log).toContain(`  ${modules}\n`);
    await using other = await startEmulator();
    other.answerAlways(answers['AE-GIT-5002']());
    const variables = {
      MAX_ATTEMPTS: '1',
      APPSMITH_URL: `${other.url}\n${other.url.replace('127.0.0.1', 'localhost')}`,
    };
    const both = await runIn(withModules(), variables);
    expect(both.log).toContain(': 2 deployments');
    expect(both.log.split(modules)).toHaveLength(2);
  });

  test('nothing is sent for either before a deployment', async () => {
    const { sent } = await runIn(withModules());
    expect(sent).toBe(1);
  });

  test('nothing is said where the clone may be of another application', async () => {
    const { log } = await runIn(withModules(), { DRY_RUN: 'true', APP_ID: `${DEFAULT_APP.id}\nother` });
    expect(log).not.toMatch(/schema|modules/);
  });
});

describe('the reports', () => {
  const REPORTS = 'junit\nhtml\njson\nenv';

  test('of a refused commit have every finding, and the deployment as skipped', async () => {
    const { exitCode, reports, outputs } = await runIn(broken(), {
      REPORTS,
      OUTPUT_VARIABLES: 'APPSMITH_DEPLOY_STATUS',
    });
    expect(exitCode).toBe(2);
    expect(reports['appsmith-deploy.xml']).toContain(`name="${jsBody}"`);
    expect(reports['appsmith-deploy.xml']).toContain('<skipped message="Appsmith cannot import commit 3f2a1b9"/>');
    expect(reports['appsmith-deploy.html']).toContain(`${jsBody}:2:1`);
    expect(JSON.parse(reports['appsmith-deploy.json'] as string)).toMatchObject({
      status: 'failed',
      deployments: [{ status: 'skipped' }],
      repository: [{ severity: 'error', rule: 'conflict-markers', path: jsBody, line: 2, column: 1 }],
    });
    expect(outputs).toEqual({ APPSMITH_DEPLOY_STATUS: 'failed' });
  });

  test('of a deployment have the warnings', async () => {
    const { exitCode, reports } = await runIn(
      changed((files) => files.set('pages/notes.md', '')),
      { REPORTS },
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(reports['appsmith-deploy.json'] as string)).toMatchObject({
      status: 'deployed',
      repository: [{ severity: 'warning', path: 'pages/notes.md' }],
    });
  });

  test.each([
    ['a refused commit', broken, 2, 'Appsmith cannot import the repository'],
    ['a valid one', repository, 0, 'Dry run: nothing was deployed'],
  ])('of a dry run are those about the clone, for %s', async (_, files, code, headline) => {
    const { exitCode, reports, outputs } = await runIn(files(), {
      REPORTS,
      OUTPUT_VARIABLES: 'APPSMITH_DEPLOY_STATUS',
      DRY_RUN: 'true',
    });
    expect(exitCode).toBe(code);
    expect(Object.keys(reports).sort()).toEqual(['appsmith-deploy.html', 'appsmith-deploy.xml']);
    expect(reports['appsmith-deploy.html']).toContain(headline);
    expect(outputs).toEqual({});
  });

  test('show errors as warnings where the clone may be of another application', async () => {
    const { reports } = await runIn(broken(), { REPORTS, APP_ID: `${DEFAULT_APP.id}\nother` });
    expect(JSON.parse(reports['appsmith-deploy.json'] as string)).toMatchObject({
      repository: [{ severity: 'warning', path: jsBody }],
    });
    expect(reports['appsmith-deploy.xml']).not.toContain(jsBody);
  });

  test('of a dry run without an application in the clone are none, as before', async () => {
    expect((await runIn(new Map(), { REPORTS, DRY_RUN: 'true' })).reports).toEqual({});
  });
});
