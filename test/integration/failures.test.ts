import { describe, expect, test } from '@jest/globals';
import { type Answer, answers, DEFAULT_APP, errorRows, oddAnswers, startEmulator } from '../../emulator/index.ts';
import { makeClone } from '../support/clone.ts';
import { variablesFor } from '../support/environment.ts';
import { runMain } from '../support/run-main.ts';

type Again = 'no' | 'few' | 'yes';

/** With MAX_ATTEMPTS 4: as many requests as the server gets. */
const REQUESTS: Readonly<Record<Again, number>> = { no: 1, few: 3, yes: 4 };

const AGAIN: Partial<Record<keyof typeof errorRows, Again>> = {
  'AE-GIT-4044': 'few',
  'AE-GIT-5016': 'few',
  'AE-GIT-5020': 'yes',
  'AE-JSN-4049': 'few',
  'AE-JSN-5001': 'few',
  'AE-APP-4091': 'few',
  'AE-GIT-5013': 'yes',
  'AE-GIT-5014': 'yes',
  'AE-APP-5040': 'yes',
  'AE-TMR-4029': 'yes',
  'AE-APP-5000': 'few',
  'AE-APP-5024': 'yes',
  'AE-APP-4080': 'yes',
};

/** Runs against a server that always answers the same. */
async function runAgainst(answer: Answer) {
  await using emulator = await startEmulator();
  emulator.answerAlways(answer);
  const run = await runMain(variablesFor(emulator, { MAX_ATTEMPTS: '4', RETRY_DELAY: '0.001' }));
  return { ...run, requests: emulator.deployRequests.length, emulator };
}

/** A failure is explained at the end of the log, with advice, and with nothing behind it. */
function expectExplained({ exitCode, stdout }: { exitCode: number | string; stdout: string }) {
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /^\x1b\[31m✖ Not (?:deployed|confirmed): .+ \([A-Z0-9-]+(?:: [A-Z0-9-]+)?\)\.\n[^\x1b]+\x1b\[0m\n$/m,
  );
  expect(stdout).toMatch(/\n {2}What to do:\n( {2}- .+\n)+/);
  expect(stdout).not.toContain('✔');
  expect(stdout).not.toMatch(/\n\s+at .*:\d+:\d+/);
}

describe('a failure of Appsmith', () => {
  const rows = Object.entries(errorRows).map(([key, { message = '' }]) => {
    const code = key as keyof typeof errorRows;
    return { code, shown: key === '404' ? 'HTTP-404' : key, again: AGAIN[code] ?? 'no', message };
  });

  test.each(rows)('$code is explained, and tried again: $again', async ({ code, shown, again, message }) => {
    const run = await runAgainst(answers[code]());
    expectExplained(run);
    expect(run.requests).toBe(REQUESTS[again]);
    expect(run.log).toContain(` (${shown}).\n`);
    expect(run.log).toContain(`The server says: "${message.replaceAll('\n', ' ').slice(0, 60)}`);
    expect(run.log).toMatch(/X-Request-Id [0-9a-f-]{36}, X-Appsmith-Request-Id [0-9a-f-]{36}/);
  });

  test.each(rows.filter(({ code }) => code !== '404'))(
    '$code is known by its number alone, and with title and errorType in either order',
    async ({ code, again }) => {
      const run = await runAgainst(answers[code]({ integerCode: true, inOrder: true }));
      expectExplained(run);
      expect(run.requests).toBe(REQUESTS[again]);
    },
  );

  test.each([
    ['AE-GIT-5020', 503, 4],
    ['AE-ACL-4004', 200, 1],
    ['AE-GIT-5002', 400, 1],
    ['AE-GIT-4044', 500, 3],
  ] as const)('%s counts, whatever the HTTP status says: %d', async (code, httpStatus, requests) => {
    const run = await runAgainst(answers[code]({ httpStatus }));
    expectExplained(run);
    expect(run.log).toContain(`(${code})`);
    expect(run.requests).toBe(requests);
  });

  test.each([
    [400, 1],
    [500, 3],
    [503, 4],
  ])('with an unknown code and HTTP %d is reported in the words of the server', async (httpStatus, requests) => {
    const run = await runAgainst({
      status: httpStatus,
      body: {
        responseMeta: { status: httpStatus, success: false, error: { code: 'AE-NEW-1', message: 'Moon phase' } },
      },
    });
    expectExplained(run);
    expect(run.log).toMatch(/\((?:UNKNOWN|HTTP-503): AE-NEW-1\)\.\n[\s\S]*The server says: "Moon phase"/);
    expect(run.requests).toBe(requests);
  });
});

describe('an answer without an envelope', () => {
  const cases: [keyof typeof answers, string, number][] = [
    ['unauthorized', 'HTTP-401', 1],
    ['csrf-text', 'AE-APP-4039: HTTP-403', 1],
    ['csrf-json', 'AE-APP-4039: HTTP-403', 1],
    ['unsupported-content-type', 'UNKNOWN: HTTP-400', 1],
    ['caddy-502', 'HTTP-502', 4],
    ['caddy-429', 'HTTP-429', 4],
    ['caddy-413', 'HTTP-413', 1],
    ['caddy-405', 'HTTP-405', 1],
    ['editor-page', 'HTML: HTTP-200', 1],
    ['loading-page', 'HTML: HTTP-200', 1],
    ['access-login-page', 'HTML: HTTP-200', 1],
    ['access-login-redirect', 'REDIRECT: HTTP-302', 1],
    ['nginx-400-certificate', 'TLS-CLIENT: HTTP-400', 1],
    ['nginx-400-https', 'PROTOCOL: HTTP-400', 1],
    ['nginx-414', 'GATEWAY: HTTP-414', 1],
    ['nginx-431', 'GATEWAY: HTTP-431', 1],
    ['load-balancer-460', 'HTTP-408: HTTP-460', 4],
    ['load-balancer-463', 'GATEWAY: HTTP-463', 1],
    ['load-balancer-503', 'HTTP-503', 4],
    ['load-balancer-561', 'GATEWAY-LOGIN: HTTP-561', 1],
    ['aws-gateway-403', 'HTTP-403', 1],
    ['cloudfront-403', 'HTTP-403', 1],
    ['azure-front-door-403', 'HTTP-403', 1],
    ['akamai-403', 'HTTP-403', 1],
    ['f5-rejected', 'HTML: HTTP-200', 1],
    ['gateway-401', 'GATEWAY-LOGIN: HTTP-401', 1],
    ['oauth-401', 'GATEWAY-LOGIN: HTTP-401', 1],
    ['basic-401', 'GATEWAY-LOGIN: HTTP-401', 1],
    ['transparent-proxy-407', 'HTTP-407', 1],
    ['captive-portal-511', 'HTTP-511', 1],
    ['cloudflare-403', 'HTTP-403', 1],
    ['cloudflare-520', 'HTTP-520', 4],
    ['cloudflare-521', 'HTTP-521', 4],
    ['cloudflare-522', 'HTTP-522', 4],
    ['cloudflare-523', 'HTTP-523', 4],
    ['cloudflare-525', 'HTTP-525', 1],
    ['cloudflare-526', 'HTTP-526', 1],
    ['cloudflare-530', 'HTTP-530', 3],
    ['nginx-404', 'HTTP-404', 1],
    ['nginx-502', 'HTTP-502', 4],
    ['nginx-504', 'HTTP-504', 4],
    ['load-balancer-504', 'HTTP-504', 4],
    ['cloudflare-524', 'HTTP-524', 4],
    ['false-200', 'HTTP-429', 4],
    ['unknown-branch', 'AE-ACL-4004', 1],
    ['git-internal', 'AE-GIT-4044', 3],
  ];
  test.each(cases)('%s is %s', async (name, code, requests) => {
    const answer = (answers[name] as () => Answer)();
    const run = await runAgainst(answer);
    expectExplained(run);
    expect(run.log).toContain(` (${code}).\n`);
    expect(run.requests).toBe(requests);
  });

  test('of a web page shows its title and no markup', async () => {
    const { log } = await runAgainst(answers['access-login-page']());
    expect(log).toContain('a web page: "Sign in ・ Cloudflare Access"');
    expect(log).not.toMatch(/<form|<html/);
  });
});

describe('an odd answer', () => {
  test.each(Object.entries(oddAnswers).filter(([, { deployed }]) => !deployed))(
    '%s is no success',
    async (_, { answer }) => {
      expectExplained(await runAgainst(answer));
    },
  );

  test.each(Object.entries(oddAnswers).filter(([, { deployed }]) => deployed))(
    '%s is a success',
    async (_, { answer }) => {
      const { exitCode, stdout, requests } = await runAgainst(answer);
      expect(exitCode).toBe(0);
      expect(stdout).toContain('✔ Deployed ');
      expect(requests).toBe(1);
    },
  );

  test('with 100,000 levels of JSON is no success, and no crash', async () => {
    const deep = `{"responseMeta":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expectExplained(await runAgainst({ headers: { 'Content-Type': 'application/json' }, body: deep }));
  });
});

describe('the server after a failure that leaves open whether it is an Appsmith', () => {
  test.each([
    ['up', 'html', /Check after the failure: \S+ is up and runs Appsmith\./],
    ['up', 'json', /Check after the failure: \S+ is up and runs Appsmith v1\.66\./],
    ['unhealthy', 'json', /runs Appsmith v1\.66, but its health check failed/],
    ['down', 'json', /runs Appsmith v1\.66, but its health check failed/],
    ['html', 'html', /responds, but not as Appsmith does/],
  ] as const)('that is %s, with %s at /info, is looked at once', async (health, information, finding) => {
    await using emulator = await startEmulator({ health, information });
    emulator.answerAlways(answers.unauthorized());
    const { log, exitCode } = await runMain(variablesFor(emulator));
    expect(log).toMatch(finding);
    expect(exitCode).toBe(1);
    const looks = emulator.requests.filter(({ method }) => method === 'GET');
    expect(looks.map(({ path }) => path).sort()).toEqual(['/api/v1/health', '/info']);
    for (const { headers } of looks) expect(headers.authorization).toBeUndefined();
  });

  test('is left alone where its answer was clear', async () => {
    await using emulator = await startEmulator();
    emulator.answerAlways(answers['AE-GIT-4047']());
    await runMain(variablesFor(emulator));
    expect(emulator.requests).toHaveLength(1);
  });
});

describe('a server that is set up wrong', () => {
  test.each([
    ['the Community edition', { edition: 'community' }, {}, 'HTTP-401'],
    ['a plan without Continuous Delivery', { edition: 'without-continuous-delivery' }, {}, 'AE-APP-4007'],
    ['a wrong token', {}, { BEARER_TOKEN: '0123456789'.repeat(5) }, 'HTTP-401'],
    ['an unknown application', {}, { APP_ID: '0'.repeat(24) }, 'AE-ACL-4004'],
    ['a branch that Appsmith does not know', {}, { BRANCH: 'nowhere' }, 'AE-APP-4027'],
    ['a remote branch', {}, { BRANCH: 'origin/main' }, 'AE-APP-4027'],
  ] as const)('%s ends with advice', async (_, options, changes, code) => {
    await using emulator = await startEmulator(options);
    const run = await runMain(variablesFor(emulator, changes));
    expectExplained(run);
    expect(run.log).toContain(` (${code}).\n`);
    expect(emulator.deployments).toEqual([]);
  });
});

describe('a failure of a pasted endpoint', () => {
  /** The variables of a deployment of which DEPLOY_ENDPOINT says all. */
  const pasted = (url: string, query = '?branchName=main') => ({
    APPSMITH_URL: undefined,
    APP_ID: undefined,
    BRANCH: undefined,
    DEPLOY_ENDPOINT: `${url}/api/v1/git/deploy/app/${DEFAULT_APP.id}${query}`,
  });

  test('says what to change in DEPLOY_ENDPOINT, in the log and in reports', async () => {
    await using emulator = await startEmulator();
    await using clone = await makeClone();
    emulator.answerAlways(answers['AE-ACL-4004']());
    const changes = { ...pasted(emulator.url), ...clone.variables, REPORTS: 'junit' };
    const { exitCode, log } = await runMain(variablesFor(emulator, changes), { cwd: clone.path });
    expect(exitCode).toBe(1);
    const line = `Compare ${DEFAULT_APP.id} in DEPLOY_ENDPOINT with the endpoint under Git Settings `;
    expect(log).toContain(`  - ${line}`);
    expect(log).not.toMatch(/APP_ID|APPSMITH_URL/);
    expect(clone.read('test-reports/appsmith-deploy.xml')).toContain(line);
  });

  test.each([
    ['in the endpoint is changed there', '?branchName=main', undefined, /spelling of main in DEPLOY_ENDPOINT/],
    ['in BRANCH is changed there', '?branchName=other', 'main', /spelling of main in BRANCH/],
    ['in BRANCH alone is changed there', '', 'main', /spelling of main in BRANCH/],
  ])('the branch %s', async (_, query, BRANCH, advice) => {
    await using emulator = await startEmulator();
    emulator.answerAlways(answers['AE-APP-4027']());
    const { log } = await runMain(variablesFor(emulator, { ...pasted(emulator.url, query), BRANCH }));
    expect(log).toMatch(advice);
  });
});
