import { describe, expect, test } from '@jest/globals';
import { answers, DEFAULT_APP, startEmulator } from '../../emulator/index.ts';
import { json, NAMES, placesOf, repository } from '../support/appsmith-repository/repository.ts';
import { broken, changed, runIn } from '../support/appsmith-repository/run.ts';

const { jsBody } = placesOf(NAMES);

describe('the schema and the packages', () => {
  const withModules = () =>
    changed((files) => files.set('source modules/SendMail.json', json({ packageName: 'Mail' })));
  const tooOld = /The repository needs Appsmith v1\.73 or later \(schema 12\); http:\/\/\S+ is v1\.40\./;
  const modules =
    'The application uses modules of packages. Import and publish these in its workspace first: SendMail ' +
    '(package Mail)';

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

  test('after AE-JSN-4045 a server that is new enough is not mentioned', async () => {
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
