import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import {
  answers,
  DEFAULT_APP,
  DEFAULT_TOKEN,
  type Emulator,
  emulatedApp,
  startEmulator,
} from '../../../emulator/index.ts';

const BILLING = emulatedApp({ name: 'Billing' });

describe('the deploy route', () => {
  test('deploys, and says so', async () => {
    await using emulator = await startEmulator();
    const before = Date.now();
    const response = await deploy(emulator);
    expect(response.status).toBe(200);
    const body = (await response.json()) as { data: { deployedAt: string } };
    expect(body).toEqual({
      responseMeta: { status: 200, success: true },
      data: {
        applicationName: 'Orders',
        branchName: 'main',
        applicationId: DEFAULT_APP.id,
        deployedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
        repoUrl: 'git@bitbucket.org:acme/orders.git',
      },
      errorDisplay: '',
    });
    expect(Date.parse(body.data.deployedAt)).toBeGreaterThanOrEqual(before);
    expect(emulator.deployments).toMatchObject([{ appId: DEFAULT_APP.id, branch: 'main' }]);
  });

  test.each(DEFAULT_APP.branches)('knows the branch %s when it is encoded', async (branch) => {
    await using emulator = await startEmulator();
    const { data } = (await (await deploy(emulator, { branch })).json()) as { data: Record<string, string> };
    expect(data['branchName']).toBe(branch);
    expect(data['applicationId']).toMatch(/^[0-9a-f]{24}$/);
    expect(data['applicationId'] === DEFAULT_APP.id).toBe(branch === 'main');
  });

  test.each(['feature/a&b', 'fix#1', 'a+b'])('does not know the branch %s when it is not', async (branch) => {
    await using emulator = await startEmulator();
    const response = await deploy(emulator, { query: `branchName=${branch}` });
    expect([response.status, await codeOf(response)]).toEqual([404, 'AE-APP-4027']);
  });

  test('takes the token as a parameter too, and the version that it has itself', async () => {
    await using emulator = await startEmulator();
    const query = `branchName=main&api-key=${DEFAULT_TOKEN}`;
    const headers = { Authorization: undefined, 'X-Appsmith-Version': 'v1.66' };
    expect((await deploy(emulator, { query, headers })).status).toBe(200);
  });

  test.each([
    ['newer', "what Appsmith's curl line sends", {}, 200],
    ['newer', 'nothing of its own', { Authorization: undefined }, 403],
    ['newer', 'JSON without a token', { Authorization: undefined, 'Content-Type': 'application/json' }, 401],
    ['newer', 'an empty Authorization', { Authorization: '' }, 403],
    ['older', "what Appsmith's curl line sends", {}, 403],
    ['older', 'JSON', { 'Content-Type': 'application/json' }, 403],
    ['older', 'X-Requested-By', { 'X-Requested-By': 'Appsmith' }, 200],
    ['older', 'another X-Requested-By', { 'X-Requested-By': 'me' }, 403],
    ['exempt', 'nothing of its own', { Authorization: undefined }, 401],
  ] as const)('the %s CSRF filter gives %s HTTP %3$d', async (csrfFilter, _, headers, status) => {
    await using emulator = await startEmulator({ csrfFilter });
    expect((await deploy(emulator, { headers: { 'X-Requested-By': undefined, ...headers } })).status).toBe(status);
  });
});

describe('the checks come in the order of the server', () => {
  const off = { connected: true, continuousDelivery: false };
  const notConnected = { connected: false };
  // Each row fixes what the row before was refused for, and leaves all that is wrong after it.
  const steps = [
    ['a foreign content type', {}, [400, undefined]],
    ['another version', { 'Content-Type': 'application/json' }, [400, 'AE-BAD-4002']],
    ['no X-Requested-By', { 'X-Appsmith-Version': undefined }, [403, 'An expected CSRF token cannot be found']],
    ['another X-Requested-By', { 'X-Requested-By': 'me' }, [403, 'An expected CSRF token cannot be found']],
    ['no token', { 'X-Requested-By': 'Appsmith' }, [401, '']],
    ['a token without Bearer', { Authorization: DEFAULT_TOKEN }, [401, '']],
    ['a wrong token', { Authorization: 'Bearer 123' }, [401, '']],
    ['no branch', { Authorization: `Bearer ${BILLING.token}` }, [400, 'AE-BAD-4000']],
  ] as const;

  test.each(steps.map((step, at) => [step[0], at] as const))('%s', async (_, at) => {
    await using emulator = await startEmulator({
      edition: 'without-continuous-delivery',
      apps: [emulatedApp(off), BILLING],
      csrfFilter: 'older',
    });
    const headers = {
      'Content-Type': 'text/xml',
      'X-Appsmith-Version': 'v1.0',
      'X-Requested-By': undefined,
      Authorization: undefined,
    };
    for (const [, fixed] of steps.slice(0, at + 1)) Object.assign(headers, fixed);
    const response = await deploy(emulator, { query: '', headers });
    expect([response.status, await codeOf(response)]).toEqual(steps[at]?.[2]);
  });

  const branch = 'nowhere';
  const token = BILLING.token;
  test.each([
    [
      'a plan without it',
      [400, 'AE-APP-4007'],
      { edition: 'without-continuous-delivery', app: off },
      { branch, token },
    ],
    ["another app's token", [404, 'AE-ACL-4004'], { app: off }, { branch, token }],
    ['an unknown application', [404, 'AE-ACL-4004'], { app: off }, { branch, appId: 'f00' }],
    ['continuous delivery switched off', [400, 'AE-GIT-4031'], { app: off }, { branch }],
    ['an app that is not connected', [400, 'AE-GIT-4031'], { app: notConnected }, { branch }],
    ['a remote branch', [404, 'AE-APP-4027'], {}, { branch: 'origin/main' }],
    ['an unknown branch', [404, 'AE-APP-4027'], {}, { branch }],
    ['the Community edition', [401, ''], { edition: 'community' }, {}],
    ['nothing wrong', [200, undefined], {}, {}],
  ] as const)('%s: %j', async (_, expected, { app, ...options }: ServerCase, call) => {
    await using emulator = await startEmulator({ apps: [emulatedApp(app), BILLING], ...options });
    emulator.holdLock({ attempts: expected[0] === 200 ? 0 : 1 });
    const response = await deploy(emulator, call);
    expect([response.status, await codeOf(response)]).toEqual(expected);
  });

  test.each(['application/json', 'application/json; charset=utf-8', 'multipart/form-data; boundary=x'])(
    '%s is a content type that it takes',
    async (type) => {
      await using emulator = await startEmulator();
      const response = await deploy(emulator, { headers: { 'Content-Type': type }, body: '{"ignored": true}' });
      expect(response.status).toBe(200);
      expect(emulator.requests[0]?.body).toBe('{"ignored": true}');
    },
  );
});

describe('the Git lock', () => {
  test('refuses the given number of attempts', async () => {
    await using emulator = await startEmulator();
    emulator.holdLock({ attempts: 2 });
    const seen = [];
    for (let n = 0; n < 3; n += 1) seen.push((await deploy(emulator)).status);
    expect(seen).toEqual([500, 500, 200]);
    expect(emulator.deployments).toHaveLength(1);
  });

  test('is held for a time', async () => {
    await using emulator = await startEmulator();
    emulator.holdLock({ ms: 60_000 });
    expect(await codeOf(await deploy(emulator))).toBe('AE-GIT-5020');
    emulator.holdLock({ ms: 0 });
    expect((await deploy(emulator)).status).toBe(200);
  });

  test('is waited for', async () => {
    await using emulator = await startEmulator({ lockWaitMs: 5_000 });
    emulator.holdLock({ ms: 60 });
    expect((await deploy(emulator)).status).toBe(200);
  });

  test('is given up on after the wait', async () => {
    await using emulator = await startEmulator({ lockWaitMs: 30 });
    emulator.holdLock({ attempts: 1 });
    expect(await codeOf(await deploy(emulator))).toBe('AE-GIT-5020');
  });

  test('is one for all branches of an application, and another for another application', async () => {
    await using emulator = await startEmulator({
      apps: [emulatedApp({ pullMs: 600 }), emulatedApp({ name: 'Billing', pullMs: 600 })],
    });
    const first = deploy(emulator);
    await emulator.waitForRequest(1);
    const [release, billing] = await Promise.all([
      deploy(emulator, { branch: 'release' }),
      deploy(emulator, { appId: BILLING.id, token: BILLING.token }),
    ]);
    expect([(await first).status, release.status, billing.status]).toEqual([200, 500, 200]);
  });

  test('stays taken after the client has disconnected, and the deployment continues', async () => {
    await using emulator = await startEmulator({ apps: [emulatedApp({ pullMs: 600 })] });
    const client = new AbortController();
    const gone = deploy(emulator, { signal: client.signal });
    await emulator.waitForRequest(1);
    client.abort();
    await expect(gone).rejects.toThrow('aborted');
    expect(emulator.deployments).toHaveLength(0);
    expect((await deploy(emulator)).status).toBe(500);
    while (emulator.deployments.length === 0) await sleep(10);
    expect((await deploy(emulator)).status).toBe(200);
  });
});

describe('scripted answers', () => {
  test('are used once each, and then all is as before', async () => {
    await using emulator = await startEmulator();
    emulator.answerWith(answers['caddy-502'](), answers['AE-APP-5024']());
    const seen = [];
    for (let n = 0; n < 3; n += 1) seen.push((await deploy(emulator)).status);
    expect(seen).toEqual([502, 500, 200]);
  });

  test('stay until they are taken back', async () => {
    await using emulator = await startEmulator();
    emulator.answerAlways(answers['caddy-429']());
    emulator.answerWith(answers['AE-APP-5000']());
    expect((await deploy(emulator)).status).toBe(500);
    expect((await deploy(emulator)).status).toBe(429);
    expect((await deploy(emulator)).status).toBe(429);
    emulator.answerAlways(undefined);
    expect((await deploy(emulator)).status).toBe(200);
  });

  test('can depend on the request', async () => {
    await using emulator = await startEmulator();
    emulator.answerAlways(({ query }) => (query.get('branchName') === 'main' ? undefined : answers['nginx-504']()));
    expect((await deploy(emulator)).status).toBe(200);
    expect((await deploy(emulator, { branch: 'release' })).status).toBe(504);
  });

  test('leave the other routes alone', async () => {
    await using emulator = await startEmulator();
    emulator.answerAlways(answers['caddy-502']());
    expect((await fetch(`${emulator.url}/api/v1/health`)).status).toBe(200);
  });
});

describe('records', () => {
  test('what it received, as it received it', async () => {
    await using emulator = await startEmulator();
    const nth = emulator.waitForRequest(2);
    await fetch(`${emulator.url}/api/v1/health`);
    await deploy(emulator, { branch: 'a+b', body: 'ü' });
    await deploy(emulator);
    expect(emulator.requests).toHaveLength(3);
    expect(emulator.deployRequests).toEqual(emulator.requests.slice(1));
    expect(await nth).toBe(emulator.deployRequests[1]);
    expect(await emulator.waitForRequest(1)).toBe(emulator.deployRequests[0]);
    const [recorded] = emulator.deployRequests;
    expect(recorded).toMatchObject({
      method: 'POST',
      path: `/api/v1/git/deploy/app/${DEFAULT_APP.id}`,
      url: `/api/v1/git/deploy/app/${DEFAULT_APP.id}?branchName=a%2Bb`,
      body: 'ü',
      headers: { 'x-requested-by': 'Appsmith' },
    });
    expect(recorded?.query.get('branchName')).toBe('a+b');
    expect(recorded?.rawHeaders).toContain('X-Requested-By');
    expect(recorded?.receivedAtMs).toBeLessThanOrEqual(performance.now());
  });

  test('how many deployments were open at once, in all and for each application', async () => {
    await using emulator = await startEmulator({ apps: [DEFAULT_APP, BILLING] });
    expect([emulator.maxConcurrent, emulator.maxConcurrentFor(DEFAULT_APP.id)]).toEqual([0, 0]);
    emulator.answerAlways({ hang: true });
    const client = new AbortController();
    const { signal } = client;
    const open = [deploy(emulator, { signal }), deploy(emulator, { signal, branch: 'release' })];
    open.push(deploy(emulator, { signal, appId: BILLING.id, token: BILLING.token }));
    await emulator.waitForRequest(3);
    client.abort();
    await Promise.allSettled(open);
    emulator.answerAlways(undefined);
    await deploy(emulator);
    expect([emulator.maxConcurrent, emulator.maxConcurrentFor(DEFAULT_APP.id)]).toEqual([3, 2]);
    expect([emulator.maxConcurrentFor(BILLING.id), emulator.maxConcurrentFor('nobody')]).toEqual([1, 0]);
  });

  test('and echoes a request id that is a v4 UUID, of another one that it is not valid', async () => {
    await using emulator = await startEmulator();
    const id = 'f81d4fae-7dec-41d0-a765-00a0c91e6bf6';
    const echo = async (sent: string) =>
      (await deploy(emulator, { headers: { 'X-Request-Id': sent } })).headers.get('x-request-id');
    expect([await echo(id), await echo('f81d4fae-7dec-11d0-a765-00a0c91e6bf6'), await echo('x')]).toEqual([
      id,
      'invalid_request_id',
      'invalid_request_id',
    ]);
  });
});

interface ServerCase {
  readonly edition?: 'community' | 'without-continuous-delivery';
  readonly app?: { readonly connected?: boolean; readonly continuousDelivery?: boolean };
}

interface Call {
  readonly appId?: string;
  readonly branch?: string;
  readonly token?: string;
  readonly query?: string;
  /** `undefined` takes a header away that is sent otherwise. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

function deploy(emulator: Emulator, call: Call = {}): Promise<Response> {
  const { appId = DEFAULT_APP.id, branch = 'main', token = DEFAULT_TOKEN, headers, body = null, signal } = call;
  const { query = `branchName=${encodeURIComponent(branch)}` } = call;
  const all = { Authorization: `Bearer ${token}`, 'X-Requested-By': 'Appsmith', ...headers };
  const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return fetch(`${emulator.url}/api/v1/git/deploy/app/${appId}?${query}`, {
    method: 'POST',
    headers: sent,
    // fetch gives a body without a Content-Type one of its own.
    body: body === null || headers?.['Content-Type'] !== undefined ? body : new TextEncoder().encode(body),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Appsmith's code where the answer has one, else the whole text. */
async function codeOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!text.startsWith('{')) return text;
  return (JSON.parse(text) as { responseMeta: { error?: { code?: unknown } } }).responseMeta.error?.code;
}
