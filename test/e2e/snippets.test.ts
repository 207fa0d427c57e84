import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { type EmulatedApp, type Emulator, emulatedApp, startEmulator } from '../../emulator/index.ts';
import { Build } from '../support/bitbucket/build.ts';
import { makeClone } from '../support/clone.ts';
import { codeBlocks, DOCUMENTS, prose } from '../support/documents.ts';
import { paste } from '../support/paste.ts';
import { runPipe } from '../support/run-pipe.ts';

const SERVER = /https:\/\/[a-z.]+\.example\.com/g;
const ORDERS = emulatedApp({ pullMs: 10 });
const OTHER_ID = '660427bb3927480dc0720915';

/** README and docs/; the examples have a test of their own. */
const documents = DOCUMENTS.filter((file) => /^(README\.md|docs\/)/.test(file));
const blocks = documents.flatMap(codeBlocks).map((block) => ({ ...block, at: `${block.file}:${block.line}` }));
const yaml = (found: RegExp) => blocks.filter(({ language, text }) => language === 'yaml' && found.test(text));

/** Every variable that a text names by `$NAME` has the token. */
function tokens(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/\$\{?(\w*TOKEN\w*)/g)].map(([, name = '']) => [name, ORDERS.token]));
}

function addresses(text: string, { url }: Emulator): Record<string, string> {
  return Object.fromEntries([...new Set(text.match(SERVER) ?? [])].map((address) => [address, url]));
}

describe('a snippet for Bitbucket', () => {
  const whole = yaml(/^pipelines:/m).map((block) => ({ ...block, configuration: block.text }));
  const scripts = yaml(/^script:/m)
    .filter(({ text }) => !text.includes('<string>') && !text.includes('DEPLOYMENTS_FILE'))
    .map((block) => {
      const step = block.text.split('\n').map((line) => `        ${line}`);
      const head = ['pipelines:', '  branches:', '    main:', '    - step:'];
      return { ...block, configuration: [...head, ...step].join('\n') };
    });

  test.each(
    [...whole, ...scripts].filter(({ file }) =>
      ['README.md', 'docs/output.md', 'docs/running-locally.md'].includes(file),
    ),
  )('$at deploys', async (snippet) => {
    const { configuration } = snippet;
    const ids = [...new Set(configuration.match(/\b[0-9a-f]{24}\b/g))];
    await using appsmith = await startEmulator({ apps: ids.map((id) => ({ ...ORDERS, id })) });
    using build = await Build.run({
      configuration,
      pipeline: 'branches.main',
      variables: tokens(configuration),
      addresses: addresses(configuration, appsmith),
    });
    expect(build.runs.map(({ exitCode, log }) => (exitCode === 0 ? 0 : log))).toEqual([0]);
    const deployed = appsmith.deployments.map(({ appId, branch }) => `${appId} ${branch}`);
    expect(deployed.sort()).toEqual(ids.map((id) => `${id} main`));
  });

  test('with its placeholders left in is refused, each by its name', async () => {
    const [block] = yaml(/^script:[\s\S]*<string>/);
    const { script } = parse(block?.text ?? '') as { script: [{ variables: Record<string, string> }] };
    const { exitCode, log } = await runPipe({ ...script[0].variables, BRANCH: 'main' });
    expect(exitCode).toBe(2);
    for (const name of Object.keys(script[0].variables)) {
      expect(log).toContain(`${name}:\n- is a placeholder from an example.`);
    }
  });
});

describe('a deployments file', () => {
  test.each(yaml(/^deployments:/m))('$at is carried out', async ({ text }) => {
    // As written: 1.10 stays 1.10.
    const file = parse(text, { merge: true, schema: 'failsafe' }) as { deployments: Record<string, string>[] };
    const { deployments } = file;
    const all = JSON.stringify(file);
    const branches = [...all.matchAll(/"branch":"([^"]+)|branchName=([^"&]+)/g)].map(
      ([, key, query]) => key ?? query ?? '',
    );
    const ids = deployments.map(({ app, endpoint }) => app ?? /\/app\/([\w-]+)/.exec(endpoint ?? '')?.[1] ?? '');
    const apps = [...new Set(ids)].map((id): EmulatedApp => ({ ...ORDERS, id, branches: ['main', ...branches] }));
    await using appsmith = await startEmulator({ apps });
    const variables = tokens(text);
    const listed = Object.fromEntries(Object.keys(variables).map((name) => [name, `$${name}`]));
    const given = { APPSMITH_URL: appsmith.url, DEPLOYMENTS_FILE: 'deployments.yml', ...listed };
    const pipe = { pipe: 'yourorg/appsmith-deploy:1.0', variables: given };
    using build = await Build.run({
      configuration: JSON.stringify({ pipelines: { default: [{ step: { script: [pipe] } }] } }),
      pipeline: 'default',
      variables,
      files: { 'deployments.yml': text },
      addresses: addresses(text, appsmith),
    });
    expect(build.runs.map(({ exitCode, log }) => (exitCode === 0 ? 0 : log))).toEqual([0]);
    expect(appsmith.deployments).toHaveLength(deployments.length);
  });
});

describe('docker run, wherever it is written,', () => {
  const APPSMITH_TOKEN = ORDERS.token;
  const inShell = blocks
    .filter(({ language, text }) => language === 'sh' && text.includes('docker run'))
    .map(({ at, text }) => ({ at, text, variables: { APPSMITH_TOKEN } }));
  const inGitLab = yaml(/^deploy:/m).map(({ at, text }) => {
    const { deploy } = parse(text) as { deploy: { script: string[]; image: string; services: string[] } };
    expect(deploy.image).toMatch(/^docker:/);
    expect(deploy.services).toEqual([expect.stringMatching(/^docker:.*dind$/)]);
    return { at, text: deploy.script[0] ?? '', variables: { APPSMITH_TOKEN, CI_COMMIT_BRANCH: 'main' } };
  });
  const inJenkins = blocks
    .filter(({ language }) => language === 'groovy')
    .map(({ at, text }) => {
      expect(text.match(/\{/g)?.length).toBe(text.match(/\}/g)?.length);
      expect(text).toMatch(
        /environment \{\n\s+BEARER_TOKEN = credentials\('[\w-]+'\)\n[\s\S]*when \{ branch 'main' \}/,
      );
      return { at, text: text.split("'''")[1] ?? '', variables: { BRANCH_NAME: 'main', BEARER_TOKEN: ORDERS.token } };
    });

  test('is there three times: for a shell, GitLab and Jenkins', () => {
    expect([inShell.length, inGitLab.length, inJenkins.length]).toEqual([1, 1, 1]);
  });

  test.each([...inShell, ...inGitLab, ...inJenkins])('$at deploys as pasted', async ({ text, variables }) => {
    await using clone = await makeClone();
    const { deployed } = await pasted(text, variables, clone.path);
    expect(deployed).toEqual([ORDERS.id]);
    const shown = text.replaceAll(/\$\w+/g, (reference) => Object(variables)[reference.slice(1)] ?? reference);
    // All users of a machine see the arguments of its processes.
    expect(shown.replaceAll(/(\w+)="[^"]*" (?=docker)/g, '')).not.toContain(ORDERS.token);
  });

  const flags = [...prose('docs/elsewhere.md').matchAll(/`(--?\w+ [^`]*)`/g)].map(([, flag = '']) => flag);

  test('has further flags, which are in the text', () => {
    expect(flags).toHaveLength(5);
  });

  test.each(flags)('deploys as pasted with %s', async (flag) => {
    await using clone = await makeClone();
    const text = inShell[0]?.text.replace(/(?=\byourorg\/)/, `${flag} `) ?? '';
    const { log, deployed } = await pasted(text, { APPSMITH_TOKEN }, clone.path);
    const listed = (flag.match(/[0-9a-f]{24}/g) ?? []).sort();
    expect({ log, deployed }).toMatchObject({ deployed: listed.length > 0 ? listed : [ORDERS.id] });
  });

  test('writes reports into the clone with what the page says on that', async () => {
    await using clone = await makeClone();
    const found = flags.filter((flag) => /clone|REPORTS/.test(flag));
    const text = inShell[0]?.text.replace(/(?=\byourorg\/)/, `${found.join(' ')} `) ?? '';
    await pasted(text, { APPSMITH_TOKEN }, clone.path);
    expect(clone.files()).toContain('test-reports/appsmith-deploy.xml');
  });

  async function pasted(text: string, variables: Readonly<Record<string, string>>, cwd: string) {
    const apps = [ORDERS.id, OTHER_ID].map((id) => ({ ...ORDERS, id }));
    await using appsmith = await startEmulator({ apps });
    const { exitCode, log } = await paste(text.replaceAll(SERVER, appsmith.url), variables, cwd);
    expect(exitCode === 0 ? 0 : log).toBe(0);
    return { log, deployed: appsmith.deployments.map(({ appId }) => appId).sort() };
  }
});

test("the page names the image's own user", () => {
  const [, user] = /^USER (\d+)/m.exec(readFileSync('Dockerfile', 'utf8')) ?? [];
  expect(prose('docs/elsewhere.md')).toContain(`the image has its own user (${user})`);
});

test('the workflow for GitHub Actions deploys', async () => {
  const [block] = yaml(/^jobs:/m);
  const { on, jobs } = parse(block?.text ?? '') as {
    on: { push: { branches: string[] } };
    jobs: { deploy: { 'runs-on': string; steps: { uses: string; env: Record<string, string> }[] } };
  };
  expect(on.push.branches).toEqual(['main']);
  expect(jobs.deploy['runs-on']).toBe('ubuntu-latest');
  const [step] = jobs.deploy.steps;
  expect(step?.uses).toMatch(/^docker:\/\/yourorg\/appsmith-deploy:\d+\.\d+$/);
  const values = { 'github.ref_name': 'main', 'secrets.APPSMITH_TOKEN': ORDERS.token };
  const env = Object.entries(step?.env ?? {}).map(([name, value]) => [
    name,
    value.replaceAll(/\$\{\{ (\S+) \}\}/g, (_, key: keyof typeof values) => values[key]),
  ]);
  await expectDeployed(Object.fromEntries(env));
});

/** Runs the pipe in the environment that a container would get. */
async function expectDeployed(environment: Record<string, string>): Promise<void> {
  await using appsmith = await startEmulator({ apps: [ORDERS] });
  const { exitCode, log } = await runPipe({
    ...environment,
    APPSMITH_URL: (environment['APPSMITH_URL'] ?? '').replace(SERVER, appsmith.url),
  });
  expect(exitCode === 0 ? 0 : log).toBe(0);
  expect(appsmith.deployments).toMatchObject([{ appId: ORDERS.id, branch: 'main' }]);
}

describe("the guide's curl line", () => {
  const [inReadme] = blocks.filter(({ language, text }) => language === 'sh' && text.startsWith('curl'));
  const before = parse(readFileSync('examples/from-curl/before.bitbucket-pipelines.yml', 'utf8')) as {
    pipelines: { branches: { main: [{ step: { script: [string] } }] } };
  };
  const [inExample] = before.pipelines.branches.main[0].step.script;
  const lines = [
    ['README.md', inReadme?.text ?? ''],
    ['the example', inExample],
  ] as const;

  test.each(lines)('in %s is green although nothing was deployed: what README says of it is true', async (_, line) => {
    await using appsmith = await startEmulator({ apps: [ORDERS] });
    const environment = { PATH: process.env['PATH'], APPSMITH_TOKEN: 'an-old-token' };
    // Rejects unless it ends with 0.
    await promisify(execFile)('sh', ['-c', line.replace(SERVER, appsmith.url)], { env: environment, timeout: 20_000 });
    expect(appsmith.deployRequests).toHaveLength(1);
    expect(appsmith.deployments).toEqual([]);
  });

  test.each(lines)('in %s, pasted as DEPLOY_ENDPOINT without the token, deploys', async (_, line) => {
    await using appsmith = await startEmulator({ apps: [ORDERS] });
    const pasted = line.replace(SERVER, appsmith.url).replace(/ --header "Authorization.*"/, '');
    const { exitCode, log } = await runPipe({ DEPLOY_ENDPOINT: pasted, BEARER_TOKEN: ORDERS.token });
    expect(exitCode === 0 ? 0 : log).toBe(0);
    expect(appsmith.deployments).toMatchObject([{ appId: ORDERS.id, branch: 'main' }]);
  });

  test.each(lines)('in %s, pasted with the token in it, is refused without showing it', async (_, line) => {
    const pasted = line.replace('$APPSMITH_TOKEN', ORDERS.token);
    const { exitCode, log } = await runPipe({ DEPLOY_ENDPOINT: pasted, BEARER_TOKEN: ORDERS.token });
    expect(exitCode).toBe(2);
    expect(log).toContain('DEPLOY_ENDPOINT:\n- contains a token');
    expect(log).not.toContain(ORDERS.token.slice(0, 12));
  });
});
