import { describe, expect, jest, test } from '@jest/globals';
import { answers, DEFAULT_APP, startEmulator } from '../../emulator/index.ts';
import { certificates } from '../../scripts/certificates.ts';
import { type ProxyOptions, startConnectProxy } from '../support/connect-proxy.ts';
import { variablesFor } from '../support/environment.ts';
import { startRawServer, unusedPort } from '../support/raw-server.ts';
import { runMain } from '../support/run-main.ts';

/** A name that no DNS knows: only the proxy does. The test certificates have one for it. */
const HOST = 'appsmith.wrong.example';
const SUCCESS = '{"responseMeta":{"status":200,"success":true},"data":{"applicationName":"Orders"}}';

async function startBehindProxy(options: ProxyOptions = {}, secure = true) {
  const { ca, wrongHost } = await certificates();
  const emulator = await startEmulator(secure ? { tls: wrongHost } : {});
  const proxy = await startConnectProxy({ hosts: { [HOST]: emulator.port }, ...options });
  const variables = variablesFor(
    { url: `http${secure ? 's' : ''}://${HOST}` },
    { CA_CERTIFICATE: ca, MAX_ATTEMPTS: '2', RETRY_DELAY: '0.001', [secure ? 'HTTPS_PROXY' : 'HTTP_PROXY']: proxy.url },
  );
  const close = async () => {
    await proxy[Symbol.asyncDispose]();
    await emulator[Symbol.asyncDispose]();
  };
  return { emulator, proxy, variables, [Symbol.asyncDispose]: close };
}

describe('HTTPS_PROXY', () => {
  test('opens a tunnel, and knows nothing but where to', async () => {
    await using place = await startBehindProxy();
    const { exitCode, log } = await runMain({
      ...place.variables,
      EXTRA_HEADERS: 'CF-Access-Client-Secret: abcdefghijkl',
    });
    expect(exitCode).toBe(0);
    expect(log).toContain(`to https://${HOST} in `);
    expect(place.proxy.requests.map(({ method, target }) => `${method} ${target}`)).toEqual([`CONNECT ${HOST}:443`]);
    const [asked] = place.proxy.requests;
    for (const name of ['authorization', 'x-requested-by', 'x-request-id', 'cf-access-client-secret']) {
      expect(asked?.headers).not.toHaveProperty(name);
    }
    expect(place.emulator.requests[0]?.headers['cf-access-client-secret']).toBe('abcdefghijkl');
  });

  test('takes credentials, which are shown nowhere', async () => {
    await using place = await startBehindProxy({ credentials: 'runner:proxy-pass-word' });
    const { exitCode } = await runMain({ ...place.variables, DEBUG: 'true' });
    expect(exitCode).toBe(0);
  });

  test('takes a password with a bare percent sign as it is', async () => {
    await using place = await startBehindProxy({ credentials: 'runner:100%-pass-word' });
    const { exitCode } = await runMain(place.variables);
    expect(exitCode).toBe(0);
  });

  test('takes a password that is percent-encoded', async () => {
    await using place = await startBehindProxy({ credentials: 'runner:p@ss/word-word' });
    const encoded = place.proxy.url.replace('p@ss/word', 'p%40ss%2Fword');
    const { exitCode } = await runMain({ ...place.variables, HTTPS_PROXY: encoded });
    expect(exitCode).toBe(0);
  });

  test.each([
    ['host:port alone', (url: string) => url.replace('http://', '')],
    ['with a slash', (url: string) => `${url}/`],
  ])('may be written as %s', async (_, written) => {
    await using place = await startBehindProxy();
    const { exitCode } = await runMain({ ...place.variables, HTTPS_PROXY: written(place.proxy.url) });
    expect(exitCode).toBe(0);
  });

  test('may speak TLS itself', async () => {
    const { server, ca, otherCa } = await certificates();
    await using place = await startBehindProxy({ tls: server });
    const { exitCode } = await runMain({ ...place.variables, CA_CERTIFICATE: `${otherCa}${ca}` });
    expect(exitCode).toBe(0);
  });

  test('is found in lower case; upper case wins, with a warning', async () => {
    await using place = await startBehindProxy();
    const { HTTPS_PROXY = '', ...others } = place.variables;
    const lower = await runMain({ ...others, https_proxy: HTTPS_PROXY });
    expect(lower.exitCode).toBe(0);
    const both = await runMain({ ...place.variables, https_proxy: 'http://elsewhere.example:3128' });
    expect(both.exitCode).toBe(0);
    expect(both.log).toMatch(/WARNING: HTTPS_PROXY and https_proxy differ: HTTPS_PROXY is used\./);
  });

  test.each(['selfSigned', 'wrongHost', undefined] as const)(
    'that speaks TLS must be trusted, and is reported as the proxy (%s)',
    async (kind) => {
      const made = await certificates();
      await using place = await startBehindProxy({
        credentials: 'runner:proxy-pass-word',
        ...(kind === undefined ? {} : { tls: made[kind] }),
      });
      const HTTPS_PROXY = place.proxy.url.replace('http:', 'https:');
      const warned = jest.fn();
      process.on('warning', warned);
      const { exitCode, log } = await runMain({ ...place.variables, HTTPS_PROXY, CA_CERTIFICATE: made.ca });
      expect(exitCode).toBe(1);
      expect(log).toContain('✖ Not deployed: No secure connection to the proxy could be made (');
      expect(log).toContain('HTTPS_PROXY');
      expect(log).toContain('CA_CERTIFICATE');
      process.off('warning', warned);
      expect(warned).not.toHaveBeenCalled();
      expect(log).not.toMatch(/APPSMITH_URL|Certificate of|does not answer/);
      expect(place.proxy.requests).toEqual([]);
    },
  );

  test.each(['127.0.0.1', 'localhost'])(
    'that speaks TLS itself does not hide which certificate of the server is not trusted: %s',
    async (at) => {
      const { server, selfSigned, ca } = await certificates();
      await using emulator = await startEmulator({ tls: selfSigned });
      await using proxy = await startConnectProxy({ hosts: { [HOST]: emulator.port }, tls: server });
      const warned = jest.fn();
      process.on('warning', warned);
      const { log } = await runMain(
        variablesFor(
          { url: `https://${HOST}` },
          { CA_CERTIFICATE: ca, HTTPS_PROXY: proxy.url.replace('127.0.0.1', at) },
        ),
      );
      process.off('warning', warned);
      expect(log).toContain("✖ Not deployed: The server's certificate is from a CA that is not trusted");
      expect(log).toContain('Certificate: CN=');
      expect(warned).not.toHaveBeenCalled();
    },
  );

  test('that answers in small pieces opens the way without a warning of Node', async () => {
    const warned = jest.fn();
    process.on('warning', warned);
    await using place = await startBehindProxy({ pieces: true });
    const { exitCode } = await runMain(place.variables);
    process.off('warning', warned);
    expect(exitCode).toBe(0);
    expect(warned).not.toHaveBeenCalled();
  });

  test.each([
    [407, 'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n', /credentials/],
    [401, 'HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n', /credentials/],
    [403, 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n', /PROXY-403/],
    [503, 'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n', /PROXY-503/],
    [
      201,
      `HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: ${SUCCESS.length}\r\n\r\n${SUCCESS}`,
      /PROXY-201/,
    ],
    [302, 'HTTP/1.1 302 Found\r\nLocation: https://portal.example\r\nContent-Length: 0\r\n\r\n', /PROXY-302/],
  ])('that answers CONNECT with %d is never taken for Appsmith', async (_, connectAnswer, message) => {
    await using place = await startBehindProxy({ connectAnswer });
    const { exitCode, log } = await runMain(place.variables);
    expect(exitCode).toBe(1);
    expect(log).toMatch(/✖ Not deployed: .*proxy/i);
    expect(log).toContain('HTTPS_PROXY');
    expect(log).toMatch(message);
    expect(place.emulator.requests).toEqual([]);
  });

  test.each([
    ['closes at once', ''],
    ['speaks no HTTP', 'SSH-2.0-OpenSSH\r\n'],
    ['opens the way and closes it', 'HTTP/1.1 200 OK\r\n\r\n'],
  ])('that %s is a failure, and nothing can be going on in Appsmith', async (_, connectAnswer) => {
    await using place = await startBehindProxy({ connectAnswer });
    const { exitCode, log } = await runMain(place.variables);
    expect(exitCode).toBe(1);
    expect(log).toContain('✖ Not deployed: ');
    expect(log).toContain('Check HTTPS_PROXY');
    expect(log).not.toContain('may be live');
  });

  test('that is not there names the variable', async () => {
    await using place = await startBehindProxy();
    const { exitCode, log } = await runMain({
      ...place.variables,
      HTTPS_PROXY: `http://127.0.0.1:${await unusedPort()}`,
    });
    expect(exitCode).toBe(1);
    expect(log).toMatch(/✖ Not deployed: The proxy cannot be reached \(PROXY-DOWN: ECONNREFUSED\)/);
    expect(log).toMatch(/The proxy in HTTPS_PROXY is http:\/\/127\.0\.0\.1:\d+\. Tried 127\.0\.0\.1:\d+ \(refused\)\./);
    expect(log).toContain('Check host and port in HTTPS_PROXY');
    expect(log).not.toContain('does not answer'); // Appsmith was not asked
  });

  test.each(['', ':8443'])('does not hide which certificate is not trusted, at the port "%s"', async (port) => {
    await using place = await startBehindProxy({ credentials: 'runner:proxy-pass-word' });
    const { exitCode, log } = await runMain({
      ...place.variables,
      APPSMITH_URL: `https://${HOST}${port}`,
      CA_CERTIFICATE: '',
    });
    expect(exitCode).toBe(1);
    expect(log).toContain('Certificate: CN=appsmith.wrong.example; issuer CN=Acme Test CA');
    expect(place.emulator.requests).toEqual([]);
  });
});

test('a certificate of an address is read without a warning of Node', async () => {
  const warned = jest.fn();
  process.on('warning', warned);
  await using place = await startBehindProxy();
  await using proxy = await startConnectProxy({ hosts: { '192.0.2.1': place.emulator.port } });
  const variables = {
    ...place.variables,
    APPSMITH_URL: 'https://192.0.2.1',
    HTTPS_PROXY: proxy.url,
    CA_CERTIFICATE: '',
  };
  const { log } = await runMain({ ...variables, MAX_ATTEMPTS: '1' });
  process.off('warning', warned);
  expect(log).toContain('Certificate: CN=appsmith.wrong.example');
  expect(warned).not.toHaveBeenCalled();
});

describe('HTTP_PROXY', () => {
  test('that does not speak TLS as its address says is reported as the proxy', async () => {
    await using place = await startBehindProxy({}, false);
    const HTTP_PROXY = place.proxy.url.replace('http:', 'https:');
    const { log } = await runMain({ ...place.variables, HTTP_PROXY });
    expect(log).toContain('✖ Not deployed: No secure connection to the proxy could be made (');
    expect(log).toContain('HTTP_PROXY');
  });

  test('is asked for http servers', async () => {
    await using place = await startBehindProxy({}, false);
    const { exitCode } = await runMain(place.variables);
    expect(exitCode).toBe(0);
    expect(place.emulator.deployments).toHaveLength(1);
    expect(place.proxy.requests.map(({ method }) => method)).toEqual(['POST']);
  });

  test('is not asked for https servers', async () => {
    await using place = await startBehindProxy();
    const { HTTPS_PROXY = '', ...others } = place.variables;
    const { exitCode } = await runMain({ ...others, HTTP_PROXY: HTTPS_PROXY, MAX_ATTEMPTS: '1' });
    expect(exitCode).toBe(1);
    expect(place.proxy.requests).toEqual([]);
  });

  test('that wants credentials is reported with its name', async () => {
    await using place = await startBehindProxy({ credentials: 'runner:proxy-pass-word' }, false);
    const { exitCode, log } = await runMain({
      ...place.variables,
      HTTP_PROXY: place.proxy.url.replace('proxy-pass-word', 'wrong-pass-word'),
    });
    expect(exitCode).toBe(1);
    expect(log).toMatch(/✖ Not deployed: The proxy did not accept the credentials/);
    expect(log).toContain('HTTP_PROXY');
  });
});

test.each([
  ['401, as tinyproxy to wrong credentials', '401 Unauthorized'],
  ['502', '502 Bad Gateway'],
])('an answer that a proxy for http gives itself is not blamed on Appsmith alone: %s', async (_, status) => {
  await using proxy = await startRawServer((socket) => {
    socket.once('data', () => socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`));
  });
  const { log } = await runMain(variablesFor({ url: `http://${HOST}` }, { HTTP_PROXY: proxy.url, MAX_ATTEMPTS: '1' }));
  expect(log).toMatch(
    /What to do:\n(?: *- .*\n)+ *- The request goes through the proxy in HTTP_PROXY: look there as well\./,
  );
});

test('a user name alone in the address of a proxy is a token, which is not shown', async () => {
  const token = 'proxy-token-of-the-runner';
  await using place = await startBehindProxy({ credentials: `${token}:` }, false);
  const basic = Buffer.from(`${token}:`).toString('base64');
  place.emulator.answerAlways(answers['AE-GIT-4044']({ message: `no ${token}, and no Basic ${basic}` }));
  for (const HTTP_PROXY of [place.proxy.url, place.proxy.url.replace(':@', '@')]) {
    const { exitCode, log } = await runMain({ ...place.variables, HTTP_PROXY });
    expect(exitCode).toBe(1);
    expect(log).toMatch(/The server says: "no \*{4}, and no Basic \*{4}.{0,2}"/);
  }
});

describe('NO_PROXY', () => {
  test.each([
    [HOST, false],
    ['wrong.example', false],
    ['.wrong.example', false],
    ['APPSMITH.Wrong.Example', false],
    ['*', false],
    [`other.example, ${HOST}:443`, false],
    ['smith.wrong.example', true],
    ['ong.example', true],
    [`${HOST}:8443`, true],
    ['10.0.0.0/8', true],
  ])('%s leaves the proxy asked: %s', async (value, asked) => {
    await using place = await startBehindProxy();
    const { log } = await runMain({ ...place.variables, NO_PROXY: value, MAX_ATTEMPTS: '1' });
    expect(log.includes('is reached without a proxy, since NO_PROXY lists it.')).toBe(!asked);
    expect(place.proxy.requests.some(({ method }) => method === 'CONNECT')).toBe(asked);
  });
});

test.each(['127.0.0.1', 'localhost'])('%s is never reached through a proxy', async (host) => {
  await using proxy = await startConnectProxy();
  await using emulator = await startEmulator();
  const { exitCode } = await runMain(
    variablesFor({ url: `http://${host}:${emulator.port}` }, { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url }),
  );
  expect(exitCode).toBe(0);
  expect(proxy.requests).toEqual([]);
});

test('EXTRA_HEADERS reach the server, each of them', async () => {
  await using emulator = await startEmulator();
  emulator.answerWith(answers['AE-GIT-5020']());
  const { exitCode } = await runMain(
    variablesFor(emulator, {
      EXTRA_HEADERS_COUNT: '2',
      EXTRA_HEADERS_0: 'CF-Access-Client-Id: 0123456789.access',
      EXTRA_HEADERS_1: 'cf-access-client-secret:  two words of it  ',
    }),
  );
  expect(exitCode).toBe(0);
  expect(emulator.requests).toHaveLength(2);
  for (const { headers } of emulator.requests) {
    expect(headers).toMatchObject({
      'cf-access-client-id': '0123456789.access',
      'cf-access-client-secret': 'two words of it',
      authorization: `Bearer ${DEFAULT_APP.token}`,
    });
  }
});
