import { redirectTo } from '../../../emulator/index.ts';
import type { FailureKey } from '../../../src/appsmith/failures/catalogue.ts';
import type { EndedRun } from '../../../test/support/ended-run.ts';
import { startRawServer, unusedPort } from '../../../test/support/raw-server.ts';
import { certificates } from '../../certificates.ts';
import { type Network, OUTSIDE, runIn, type Scene } from './scene.ts';

/** Its host is not loopback, so that a proxy is asked for it. */
const SERVER = `https://${OUTSIDE}`;

/** The failures for which no Appsmith answers. */
export async function connectionScenes(): Promise<Scene[]> {
  const { ca, server, client, expired, wrongHost } = await certificates();
  const trusted = { CA_CERTIFICATE: ca };
  const on = (network: Network, more: Readonly<Record<string, string>> = {}) =>
    runIn({ network, variables: { APPSMITH_URL: SERVER, ...more } });
  const secure = (url: string) => ({ APPSMITH_URL: url.replace('http:', 'https:') });
  const alert = (number: number) => behind(String.fromCharCode(21, 3, 3, 0, 2, 2, number), secure);
  const runs: Partial<Record<FailureKey, () => Promise<EndedRun>>> = {
    'CONNECT-TIMEOUT': () => on({ dns: ['10.0.0.1'], connectCode: 'SILENCE' }, { TIMEOUT: '0.5' }),
    ENOTFOUND: () => on({}),
    DNS: () => on({ dns: 'SERVFAIL' }),
    IPV6: () => on({ dns: ['ff0e:0000:0000:0000:0000:0000:0000:0001'] }), // to a group no connection is made, with IPv6 or without
    EHOSTUNREACH: () => on({ dns: ['224.0.0.1'] }),
    NETWORK: () => on({ dns: ['10.0.0.1'], connectCode: 'EACCES' }),
    'RUNNER-LIMIT': () => on({ dns: ['10.0.0.1'], connectCode: 'EMFILE' }),
    ECONNREFUSED: async () => runIn({ variables: { APPSMITH_URL: `http://127.0.0.1:${await unusedPort()}` } }),
    'CONNECT-RESET': () => behind('', (url) => ({ APPSMITH_URL: url.replace('http:', 'https:') })),
    PROTOCOL: () => behind('SSH-2.0-OpenSSH_9.6\r\n', (url) => ({ APPSMITH_URL: url })),
    'REDIRECT-TO-HTTP': () =>
      runIn({
        server: { tls: server },
        prepare: (emulator) => emulator.answerAlways(({ url }) => redirectTo(`http://appsmith.example.com${url}`)),
        variables: trusted,
      }),
    'TLS-CA': () => runIn({ server: { tls: server } }),
    'TLS-EXPIRED': () => runIn({ server: { tls: expired }, variables: trusted }),
    'TLS-UNFIT': () => runIn({ server: { tls: client }, variables: trusted }),
    'TLS-HOST': () => runIn({ server: { tls: wrongHost }, variables: trusted }),
    'TLS-CLIENT': () => runIn({ server: { tls: { ...server, requestClientCertificate: ca } }, variables: trusted }),
    'TLS-NAME': () => alert(112),
    'TLS-PLAIN': () => behind('HTTP/1.1 400 Bad Request\r\n\r\n', secure),
    'TLS-WEAK': () => alert(70),
    'TLS-TIMEOUT': () => behind(undefined, (url) => ({ ...secure(url), TIMEOUT: '0.5' })),
    TLS: () => alert(40),
    'PROXY-AUTH': () =>
      throughProxy(behind('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n', proxied)),
    'PROXY-SCHEME': () =>
      throughProxy(behind('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: NTLM\r\n\r\n', proxied)),
    'PROXY-DOWN': async () => throughProxy(runIn({ variables: proxied(`http://127.0.0.1:${await unusedPort()}`) })),
    'PROXY-TLS': () =>
      throughProxy(behind('HTTP/1.1 400 Bad Request\r\n\r\n', (url) => proxied(url.replace('http:', 'https:')))),
    PROXY: () => throughProxy(behind('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n', proxied)),
  };
  const scenes = Object.entries(runs).map(([title, run]): Scene => ({ title, expectedExitCode: 1, run }));
  const stopped: Scene = {
    title: 'INTERRUPTED',
    expectedExitCode: 143,
    run: () => runIn({ stoppedAtRequest: 1, prepare: (emulator) => emulator.answerAlways({ hang: true }) }),
  };
  return [...scenes, stopped];
}

function proxied(url: string): Readonly<Record<string, string>> {
  return { APPSMITH_URL: SERVER, HTTPS_PROXY: url };
}

/** Gives the proxy of a run, the only server on loopback in it, an address that is not that of Appsmith. */
async function throughProxy(run: Promise<EndedRun>): Promise<EndedRun> {
  const ended = await run;
  return { ...ended, log: ended.log.replaceAll(/127\.0\.0\.1:\d+/g, 'proxy.example.com:3128') };
}

/** Runs with a server that says one thing to whoever speaks to it and hangs up. Without words it does neither. */
async function behind(
  words: string | undefined,
  variables: (url: string) => Readonly<Record<string, string>>,
): Promise<EndedRun> {
  await using server = await startRawServer((socket) => {
    if (words !== undefined) socket.once('data', () => socket.end(words));
  });
  return await runIn({ variables: variables(server.url) });
}
