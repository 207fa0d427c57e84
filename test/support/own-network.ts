import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { createSecureContext } from 'node:tls';
import { DEFAULT_APP, redirectTo, startEmulator } from '../../emulator/index.ts';
import { certificates, serverCertificate } from '../../scripts/certificates.ts';
import { runPipe } from './run-pipe.ts';

/** What a strict server saw of a request. */
export interface Seen {
  readonly method: string;
  readonly host: string;
  readonly port: number;
  readonly sni: string;
}

/** A run of the pipe, and what the servers saw of it. */
export interface NetworkRun {
  readonly exitCode: number | string;
  readonly log: string;
  readonly seen: readonly Seen[];
}

const HOST = 'appsmith.example.com';
/** It has port 80 alone. */
const PLAIN_HOST = 'plain.example.com';
const PREFIX = '/prefix';

/**
 * In a network of its own, where ports 80 and 443 are free and HOST is loopback: runs the pipe with each set of
 * variables, and prints what came of it. Servers know their own name only, in the TLS handshake and in the Host header.
 */
const seen: Seen[] = [];
await using emulator = await startEmulator();
await using prefixed = await startEmulator({ pathPrefix: PREFIX });
const site = await serverCertificate(HOST);
const other = await serverCertificate('default.example.net');
const secure = createHttpsServer(
  {
    ...other,
    SNICallback: (name, done) => done(null, name === HOST ? createSecureContext(site) : undefined),
  },
  handle,
);
const plain = createServer(handle);
await Promise.all([once(secure.listen(443), 'listening'), once(plain.listen(80), 'listening')]);
const { ca } = await certificates();
const runs: NetworkRun[] = [];
for (const variables of JSON.parse(process.argv[2] ?? '[]') as Record<string, string>[]) {
  seen.length = 0;
  const { exitCode, log } = await runPipe({
    APP_ID: DEFAULT_APP.id,
    BEARER_TOKEN: DEFAULT_APP.token,
    BITBUCKET_BRANCH: 'main',
    CA_CERTIFICATE: ca,
    ...variables,
  });
  runs.push({ exitCode, log, seen: [...seen] });
}
process.stdout.write(JSON.stringify(runs));
secure.close();
plain.close();

function handle(incoming: IncomingMessage, response: ServerResponse): void {
  const { method = '', url, headers, socket } = incoming;
  const { servername } = socket as TLSSocket;
  seen.push({ method, host: headers.host ?? '', port: socket.localPort ?? 0, sni: servername || '' });
  const hosts = socket.localPort === 80 ? [HOST, PLAIN_HOST] : [HOST];
  if (!hosts.includes(headers.host ?? '')) {
    response.writeHead(421).end();
    return;
  }
  if (socket.localPort === 80 && headers.host === HOST) {
    const { status = 302, headers: location } = redirectTo(`https://${HOST}${url}`);
    response.writeHead(status, location as Record<string, string>).end();
    return;
  }
  const { port } = url?.startsWith(PREFIX) ? prefixed : emulator;
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 0, answer.headers);
    answer.pipe(response);
  });
  incoming.pipe(onward);
}
