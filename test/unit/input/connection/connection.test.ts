import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { certificates } from '../../../../scripts/certificates.ts';
import { readConnection } from '../../../../src/input/connection/connection.ts';
import { readVariables } from '../../../../src/input/variables.ts';
import { findings as collected } from '../../../support/findings.ts';

let folder: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'connection-')));
});

afterAll(() => rmSync(folder, { recursive: true }));

async function read(environment: Record<string, string>) {
  const variables = readVariables(environment, collected().findings);
  const { findings, secrets } = collected();
  const connection = await readConnection({ variables, environment, folders: { cwd: folder } }, findings);
  return { connection, problems: findings.problems, notices: findings.notices, secrets };
}

test('nothing is known of a connection that nothing is said of', async () => {
  const nothing = { tls: {}, proxies: {}, extraHeaders: [] };
  const none = { problems: [], secrets: [], notices: [] };
  expect(await read({})).toStrictEqual({ connection: nothing, ...none });
  expect((await read({ CLIENT_KEY_PASSPHRASE: 'unused' })).connection).toStrictEqual(nothing);
});

test('passwords of proxies, values of headers and keys are secrets, a key from a file too', async () => {
  const { ca, client } = await certificates();
  writeFileSync(join(folder, 'key.pem'), client.key);
  const { connection, problems, secrets } = await read({
    HTTPS_PROXY: 'http://user:word@secure.example:3128',
    HTTP_PROXY: 'plain.example:3128',
    NO_PROXY: 'x.example',
    EXTRA_HEADERS: 'X-A: first\nX-B: second',
    CA_CERTIFICATE: ca,
    CLIENT_CERTIFICATE: client.cert,
    CLIENT_KEY: 'key.pem',
  });
  expect(problems).toEqual([]);
  expect([...new Set(secrets)]).toEqual(['first', 'second', 'word', 'user:word', `${client.key}\n`]);
  expect(connection).toStrictEqual({
    tls: { ca: expect.stringContaining('CERTIFICATE'), certificate: expect.anything(), key: `${client.key}\n` },
    proxies: { https: 'http://user:word@secure.example:3128/', http: 'http://plain.example:3128/', none: 'x.example' },
    extraHeaders: [
      ['X-A', 'first'],
      ['X-B', 'second'],
    ],
  });
});

test('the password of a proxy is a secret in the spelling that is not used, too', async () => {
  const { secrets, problems } = await read({
    HTTPS_PROXY: 'http://proxy.example:3128',
    https_proxy: ' http://bob:hunter22@proxy.example:3128 ',
    http_proxy: 'socks5://no.proxy.of/ours',
  });
  expect(secrets).toContain('hunter22');
  expect(problems).toEqual([expect.objectContaining({ variable: 'HTTP_PROXY' })]);
});

test.each([
  [`Basic ${btoa('svc:pass:word')}`, ['svc:pass:word', 'pass:word']],
  [`basic  ${btoa('svc')}`, ['svc']],
  ['Bearer abc', []],
  [`Not-Basic ${btoa('svc:pass')}`, []],
  [`Basic ${btoa('svc:pass')} and more`, []],
])('of a header %j the credentials are a secret as well', async (value, secrets) => {
  expect((await read({ EXTRA_HEADERS: `X-A: ${value}` })).secrets).toEqual([value, ...secrets]);
});

test('a header that is wrong is no header', async () => {
  const { connection, problems } = await read({ EXTRA_HEADERS: 'X-A: first\nX-B' });
  expect(connection.extraHeaders).toStrictEqual([['X-A', 'first']]);
  expect(problems).toEqual([{ variable: 'EXTRA_HEADERS (item 2)', message: expect.stringContaining('Name: value') }]);
});

test.each<[string, (valid: { cert: string; key: string }) => Record<string, string>, string[]]>([
  [
    'a certificate with a key that is refused elsewhere',
    ({ cert }) => ({ CLIENT_CERTIFICATE: cert, CLIENT_KEY: '$KEY' }),
    [],
  ],
  [
    'a key with a certificate that is refused elsewhere',
    ({ key }) => ({ CLIENT_CERTIFICATE: '$CERT', CLIENT_KEY: key }),
    [],
  ],
  ['a certificate alone', ({ cert }) => ({ CLIENT_CERTIFICATE: cert }), ['CLIENT_KEY']],
  ['a broken certificate alone', () => ({ CLIENT_CERTIFICATE: 'no.pem' }), ['CLIENT_KEY', 'CLIENT_CERTIFICATE']],
  ['a key alone', ({ key }) => ({ CLIENT_KEY: key }), ['CLIENT_CERTIFICATE']],
  ['a broken key alone', () => ({ CLIENT_KEY: 'no.pem' }), ['CLIENT_CERTIFICATE', 'CLIENT_KEY']],
  [
    'a broken certificate with a key',
    ({ key }) => ({ CLIENT_CERTIFICATE: 'no.pem', CLIENT_KEY: key }),
    ['CLIENT_CERTIFICATE'],
  ],
  [
    'a certificate with a broken key',
    ({ cert }) => ({ CLIENT_CERTIFICATE: cert, CLIENT_KEY: 'no.pem' }),
    ['CLIENT_KEY'],
  ],
])('of %s nothing is reported but what is wrong', async (_, environment, variables) => {
  const { client } = await certificates();
  const { problems } = await read(environment(client));
  expect(problems.map(({ variable }) => variable)).toEqual(variables);
});

test.each([
  ['localhost;a.example', /^NO_PROXY lists localhost;a\.example, which can never match\. Write/],
  ['http://a.example, b.example, v*', /^NO_PROXY lists http:\/\/a\.example {3}v\*, which can never match\. Write/],
])('NO_PROXY=%s gives a warning that names what can never match', async (list, text) => {
  expect((await read({ NO_PROXY: list })).notices).toEqual([{ level: 'warning', text: expect.stringMatching(text) }]);
});

test('NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored, with a warning', async () => {
  expect((await read({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).notices).toEqual([
    {
      level: 'warning',
      text: expect.stringMatching(/is ignored: .* Set CA_CERTIFICATE to the certificate of your CA\.$/),
    },
  ]);
  expect((await read({ NODE_TLS_REJECT_UNAUTHORIZED: '1' })).notices).toEqual([]);
});
