import { describe, expect, test } from '@jest/globals';
import {
  answers,
  DEFAULT_TOKEN,
  type Emulator,
  errorRows,
  instant,
  oddAnswers,
  startEmulator,
} from '../../../emulator/index.ts';

/**
 * What is publicly known of Appsmith's errors: HTTP status and the beginning of the text. Written apart from the
 * emulator's own table on purpose.
 */
const KNOWN = [
  ['AE-APP-4007', 400, 'Unsupported operation'],
  ['AE-GIT-4031', 400, 'Git configuration is invalid. Details: '],
  ['AE-ACL-4004', 404, 'Unable to find applicationId '],
  ['AE-APP-4027', 404, 'Unable to find application '],
  ['404', 404, 'Not Found'],
  ['AE-GIT-5002', 500, 'Deployment aborted to protect the last successful version'],
  ['AE-GIT-5020', 500, 'We were unable to place a lock on the file system '],
  ['AE-GIT-4044', 400, 'git discard failed'],
  ['AE-GIT-4046', 400, 'Merge conflicts found'],
  ['AE-GIT-4047', 400, 'Merge conflicts found'],
  ['AE-GIT-4048', 400, 'Looks like there are pending upstream changes'],
  ['AE-GIT-4036', 406, ''],
  ['AE-GIT-4037', 406, ''],
  ['AE-GIT-4032', 400, "Appsmith couldn't connect to this app's Git repository"],
  ['AE-GIT-4040', 400, 'This operation is not supported for remote branch '],
  ['AE-GIT-4051', 404, 'Unable to find the remote repository '],
  ['AE-GIT-4043', 402, ''],
  ['AE-GIT-5013', 503, 'Error while accessing the file system.'],
  ['AE-GIT-5014', 504, 'Git command execution exceeded the maximum allowed time'],
  ['AE-GIT-5016', 400, 'Git command execution error: Remote does not have refs/heads/'],
  ['AE-APP-5040', 504, 'Plugin execution exceeded'],
  ['AE-BAD-4000', 400, 'Bad request: '],
  ['AE-BAD-4002', 400, ''],
  ['AE-JSN-4045', 400, 'Provided file is incompatible, please upgrade your instance'],
  ['AE-JSN-4049', 400, 'Unable to import artifact in workspace '],
  ['AE-APP-4028', 400, 'Validation Failure(s): '],
  ['AE-JSN-5001', 500, 'Duplicate key detected while importing artifact'],
  ['AE-JSN-4001', 400, 'Json processing error'],
  ['AE-APP-4091', 409, 'Duplicate key error: '],
  ['AE-GIT-4050', 400, 'Please enter valid SSH URL'],
  ['AE-GIT-5009', 400, 'Invalid private key format for Git route'],
  ['AE-GIT-5005', 500, 'No handler found for Git route type'],
  ['AE-APP-4000', 400, 'Please enter a valid parameter'],
  ['AE-APP-4032', 401, ''],
  ['AE-APP-4034', 401, ''],
  ['AE-APP-4039', 403, ''],
  ['AE-APP-4054', 403, ''],
  ['AE-ACL-4003', 403, ''],
  ['AE-APP-4026', 403, ''],
  ['AE-ACL-4007', 403, ''],
  ['AE-TMR-4029', 429, 'Too many requests received.'],
  ['AE-APP-4013', 413, ''],
  ['AE-APP-5000', 500, 'Internal server error while processing request'],
  ['AE-APP-5024', 500, 'Appsmith server is not ready.'],
  ['AE-APP-4080', 408, ''],
] as const;

const V4_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('an error with an envelope', () => {
  test('is in the table once for each known code', () => {
    expect(KNOWN.map(([code]) => code).sort()).toEqual(Object.keys(errorRows).sort());
  });

  test.each(KNOWN)('%s is HTTP %i', async (code, status, beginning) => {
    await using emulator = await startEmulator();
    emulator.answerWith(answers[code]());
    const response = await deploy(emulator);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('x-appsmith-request-id')).toMatch(V4_UUID);
    const body = (await response.json()) as Envelope;
    expect(body.responseMeta).toMatchObject({ status, success: false, error: { code } });
    expect(body.responseMeta.error?.message?.startsWith(beginning)).toBe(true);
    expect(body.errorDisplay).toBe(`${code}: ${body.responseMeta.error?.message}`);
    expect(JSON.stringify(body)).not.toContain('null');
  });

  test('has title and errorType swapped, as ordinary errors have', () => {
    const { title, errorType } = errorOf(answers['AE-ACL-4004']());
    expect({ title, errorType }).toEqual({
      title: 'INTERNAL_ERROR',
      errorType: 'No resource found or permission denied',
    });
  });

  test('has them the right way round where the server does so, or the test asks for it', () => {
    expect(errorOf(answers['AE-APP-5000']()).errorType).toBe('INTERNAL_ERROR');
    expect(errorOf(answers['AE-ACL-4004']({ inOrder: true })).errorType).toBe('INTERNAL_ERROR');
  });

  test('comes with an integer code, as from old versions', () => {
    expect(errorOf(answers['AE-GIT-5020']({ integerCode: true })).code).toBe(5020);
  });

  test('can disagree with its HTTP status', () => {
    expect(answers['git-internal']()).toMatchObject({
      status: 400,
      body: { responseMeta: { status: 500, error: { code: 'AE-GIT-4044' } } },
    });
    expect(answers['false-200']()).toMatchObject({
      status: 200,
      body: { responseMeta: { status: 429, success: true } },
    });
    expect(answers['AE-GIT-5002']({ httpStatus: 400 })).toMatchObject({
      status: 400,
      body: { responseMeta: { status: 400, error: { title: 'GIT_CONTINUOUS_DELIVERY_ERROR' } } },
    });
  });

  test('may have no code', () => {
    const { code, message } = errorOf(answers['csrf-json']());
    expect({ code, message }).toEqual({ code: undefined, message: 'An expected CSRF token cannot be found' });
    expect(answers['csrf-json']().body).toMatchObject({ errorDisplay: 'An expected CSRF token cannot be found' });
  });

  test('takes another text, headers and a delay', () => {
    const answer = answers['AE-TMR-4029']({ message: 'Slow down', headers: { 'Retry-After': '7' }, delayMs: 5 });
    expect(answer).toMatchObject({ status: 429, headers: { 'Retry-After': '7' }, delayMs: 5 });
    expect(errorOf(answer).message).toBe('Slow down');
    expect(errorOf(answers['unknown-branch']()).message).toContain(',main');
  });
});

describe('an answer without an envelope', () => {
  test.each([
    ['unauthorized', 401, null, ''],
    ['csrf-text', 403, 'text/plain; charset=utf-8', 'An expected CSRF token cannot be found'],
    ['caddy-502', 502, 'text/plain; charset=utf-8', '502 Bad Gateway'],
    ['caddy-429', 429, 'text/plain; charset=utf-8', '429 Too Many Requests'],
    ['caddy-413', 413, 'text/plain; charset=utf-8', '413 '],
    ['caddy-405', 405, 'text/plain; charset=utf-8', '405 Method Not Allowed'],
    ['editor-page', 200, 'text/html; charset=utf-8', '<!DOCTYPE html>'],
    ['loading-page', 200, 'text/html; charset=utf-8', '<!DOCTYPE html>'],
    ['nginx-404', 404, 'text/html; charset=utf-8', '<html>'],
    ['nginx-502', 502, 'text/html; charset=utf-8', '<html>'],
    ['nginx-504', 504, 'text/html; charset=utf-8', '<html>'],
    ['load-balancer-504', 504, 'text/html; charset=utf-8', '<!DOCTYPE html>'],
    ['cloudflare-524', 524, 'text/html; charset=utf-8', '<!DOCTYPE html>'],
    ['access-login-page', 200, 'text/html; charset=utf-8', '<!DOCTYPE html>'],
    ['access-login-redirect', 302, null, ''],
    ['aws-gateway-403', 403, 'application/json', '{"message":"Missing Authentication Token"}'],
    ['captive-portal-511', 511, 'text/html; charset=utf-8', '<!DOCTYPE html>'],
  ] as const)('%s is HTTP %i', async (name, status, type, beginning) => {
    await using emulator = await startEmulator();
    emulator.answerWith(answers[name]());
    const response = await deploy(emulator);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe(type);
    const body = await response.text();
    expect(body.slice(0, beginning.length)).toBe(beginning);
    if (beginning === '') expect(body).toBe('');
  });

  test('bears the marks of who sent it', async () => {
    await using emulator = await startEmulator();
    emulator.answerWith(answers.unauthorized(), answers['caddy-502'](), answers['cloudflare-524']());
    expect((await deploy(emulator)).headers.get('x-appsmith-request-id')).toMatch(V4_UUID);
    const { headers } = await deploy(emulator);
    expect(headers.get('x-appsmith-request-id')).toMatch(V4_UUID);
    expect(headers.get('x-appsmith-version')).toBeNull();
    const cloudflare = await deploy(emulator);
    expect(cloudflare.headers.get('server')).toBe('cloudflare');
    expect(cloudflare.headers.get('x-appsmith-request-id')).toBeNull();
  });

  test('takes headers over its own, whatever their case', async () => {
    await using emulator = await startEmulator();
    emulator.answerWith(answers['caddy-502']({ headers: { 'content-type': 'text/x', 'Set-Cookie': ['a=1', 'b=2'] } }));
    const { headers } = await deploy(emulator);
    expect([headers.get('content-type'), headers.getSetCookie()]).toEqual(['text/x', ['a=1', 'b=2']]);
  });
});

test('a success has the given data, and leaves out what is undefined', async () => {
  await using emulator = await startEmulator();
  emulator.answerWith(answers.deployed({ branchName: 'release', repoUrl: undefined }));
  const { data } = (await (await deploy(emulator)).json()) as { data: object };
  expect(data).toMatchObject({ applicationName: 'Orders', branchName: 'release' });
  expect(data).not.toHaveProperty('repoUrl');
});

describe('the odd answers', () => {
  test('include some that prove a success and some that do not', () => {
    expect(new Set(Object.values(oddAnswers).map(({ deployed }) => deployed))).toEqual(new Set([true, false]));
  });

  test.each(Object.entries(oddAnswers).filter(([, { deployed }]) => deployed))(
    '%s: is JSON with success: true when read tolerantly',
    async (_, { answer }) => {
      await using emulator = await startEmulator();
      emulator.answerWith(answer);
      const text = await (await deploy(emulator)).text();
      expect(JSON.parse(text)).toMatchObject({ responseMeta: { success: true } });
    },
  );
});

test.each([
  [0, '2024-03-05T10:15:30Z'],
  [1, '2024-03-05T10:15:30.1Z'],
  [3, '2024-03-05T10:15:30.123Z'],
  [6, '2024-03-05T10:15:30.123000Z'],
  [9, '2024-03-05T10:15:30.123000000Z'],
])('deployedAt has %i fraction digits', (digits, text) => {
  expect(instant(new Date('2024-03-05T10:15:30.123Z'), digits)).toBe(text);
});

interface Envelope {
  readonly responseMeta: { readonly error?: { readonly code?: unknown; readonly message?: string } };
  readonly errorDisplay: string;
}

function errorOf({ body }: { readonly body?: unknown }) {
  return (body as { responseMeta: { error: Record<'code' | 'title' | 'message' | 'errorType', unknown> } }).responseMeta
    .error;
}

function deploy(emulator: Emulator): Promise<Response> {
  return fetch(`${emulator.url}/api/v1/git/deploy/app/660427bb3927480dc0720914?branchName=main`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Authorization: `Bearer ${DEFAULT_TOKEN}`, 'X-Requested-By': 'Appsmith' },
  });
}
