import { describe, expect, test } from '@jest/globals';
import { answers, DEFAULT_APP, DEFAULT_TOKEN, startEmulator } from '../../emulator/index.ts';
import { variablesFor } from '../support/environment.ts';
import { unusedPort } from '../support/raw-server.ts';
import { runPipe } from '../support/run-pipe.ts';

describe('the built program', () => {
  test('deploys with nothing in its environment but the variables', async () => {
    await using emulator = await startEmulator();
    const { exitCode, stdout, stderr } = await runPipe(variablesFor(emulator, { BRANCH: 'feature/a&b' }));
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    const [first = '', last = '', ...more] = stdout.split('\n');
    expect(first).toMatch(/^\x1b\[34mINFO: appsmith-deploy 1\.\d+\.\d+: deploying application .+\x1b\[0m$/);
    expect(last).toMatch(/^\x1b\[32m✔ Deployed Orders \(660427bb3927480dc0720914\), branch feature\/a&b, .+\x1b\[0m$/);
    expect(more).toEqual(['']);
    expect(emulator.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `POST /api/v1/git/deploy/app/${DEFAULT_APP.id}?branchName=feature%2Fa%26b`,
    ]);
    expect(emulator.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${DEFAULT_TOKEN}`,
      'x-requested-by': 'Appsmith',
      'user-agent': expect.stringMatching(/^appsmith-deploy\/1\.\d+\.\d+ \(\+https:\/\//),
    });
  });

  test('waits for a lock, and reports its attempts', async () => {
    await using emulator = await startEmulator();
    emulator.holdLock({ attempts: 2 });
    const { exitCode, stdout } = await runPipe(variablesFor(emulator));
    expect(exitCode).toBe(0);
    expect(
      stdout.match(/\x1b\[33mWARNING: Attempt \d of 6 failed: Git lock in use \(AE-GIT-5020\)\. Retrying in/g),
    ).toHaveLength(2);
    expect(emulator.deployRequests).toHaveLength(3);
  });

  test('does not retry a wrong token, and says what to do', async () => {
    await using emulator = await startEmulator();
    const { exitCode, stdout } = await runPipe(variablesFor(emulator, { BEARER_TOKEN: '0123456789abcdef'.repeat(4) }));
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /\n\x1b\[31m✖ Not deployed: Token not accepted \(HTTP-401\)\.\n[\s\S]*What to do:\n[\s\S]*\x1b\[0m\n$/,
    );
    expect(emulator.deployRequests).toHaveLength(1);
  });

  test('takes no page, cut or empty answer, and no refused connection for a success', async () => {
    await using page = await startEmulator();
    page.answerAlways(answers['editor-page']());
    await using empty = await startEmulator();
    empty.answerAlways({ status: 200 });
    await using cut = await startEmulator();
    cut.answerAlways({ ...answers.deployed(), reset: 'mid-body' });
    const nobody = { url: `http://127.0.0.1:${await unusedPort()}` };
    const runs = await Promise.all(
      [page, empty, cut, nobody].map((server) => runPipe(variablesFor(server, { MAX_ATTEMPTS: '2' }))),
    );
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([1, 1, 1, 1]);
    for (const { log } of runs) expect(log).not.toContain('✔');
  });

  test('ends at TIMEOUT, and needs no second more', async () => {
    await using emulator = await startEmulator();
    emulator.answerAlways({ hang: true });
    const { exitCode, durationMs, log } = await runPipe(variablesFor(emulator, { TIMEOUT: '0.3', MAX_ATTEMPTS: '1' }));
    expect(exitCode).toBe(1);
    expect(log).toContain('(TIMEOUT)');
    expect(durationMs).toBeLessThan(15_000);
  });

  test('ends at once although the server keeps the connection', async () => {
    await using emulator = await startEmulator();
    const { exitCode, durationMs } = await runPipe(variablesFor(emulator));
    expect(exitCode).toBe(0);
    expect(durationMs).toBeLessThan(10_000);
  });

  test('reads 10 MB with a heap of 24 MB: it fails, and is not killed', async () => {
    await using emulator = await startEmulator();
    const body = `{"responseMeta":{"success":true},"data":{"x":"${'x'.repeat(10_000_000)}"}}`;
    emulator.answerAlways({ headers: { 'Content-Type': 'application/json' }, body });
    const zipped = await startEmulator();
    zipped.answerAlways({ headers: { 'Content-Type': 'application/json' }, body, gzip: true });
    const small = { nodeArguments: ['--max-old-space-size=24'] };
    const runs = await Promise.all([emulator, zipped].map((server) => runPipe(variablesFor(server), small)));
    await zipped[Symbol.asyncDispose]();
    for (const { exitCode, log } of runs) {
      expect(exitCode).toBe(1);
      expect(log).toContain('(TOO-LARGE: HTTP-200)');
    }
  });

  test('only looks, with DRY_RUN', async () => {
    await using emulator = await startEmulator();
    const { exitCode, log } = await runPipe(variablesFor(emulator, { DRY_RUN: 'true' }));
    expect(exitCode).toBe(0);
    expect(log).toContain('is up and runs Appsmith v1.66.');
    expect(emulator.deployRequests).toEqual([]);
  });
});

describe('the environment', () => {
  test('may be large: 1.5 MB, and single values of 100 kB', async () => {
    await using emulator = await startEmulator();
    const ballast = Object.fromEntries(Array.from({ length: 15 }, (_, at) => [`BALLAST_${at}`, '/'.repeat(100_000)]));
    const { exitCode } = await runPipe(variablesFor(emulator, ballast));
    expect(exitCode).toBe(0);
  });

  test('may hold what a tag build has', async () => {
    await using emulator = await startEmulator();
    const tag = { BRANCH: undefined, BITBUCKET_TAG: '1.0', BITBUCKET_BRANCH: '' };
    const { exitCode, log } = await runPipe(variablesFor(emulator, tag));
    expect(exitCode).toBe(2);
    expect(log).toContain('a tag build has no branch');
  });
});
