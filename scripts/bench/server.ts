import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificates } from '../certificates.ts';

/**
 * A process of its own that answers every request as Appsmith does a deployment, at once or (below /slow) after 50 ms.
 * Prints one line of JSON: its addresses by name, on the default ports where this machine allows it, and the CA.
 */
const answerText = () =>
  JSON.stringify({
    responseMeta: { status: 200, success: true },
    data: { applicationName: 'Orders', branchName: 'main', deployedAt: new Date().toISOString() },
    errorDisplay: '',
  });

const answer: RequestListener = (request, response) => {
  request.resume();
  response.setHeader('content-type', 'application/json');
  if (request.url?.startsWith('/slow') === true) setTimeout(() => response.end(answerText()), 50);
  else response.end(answerText());
};

const { ca, server } = await certificates();
const http = await listen(createHttpServer(answer), 80);
const https = await listen(createHttpsServer(server, answer), 443);
console.log(JSON.stringify({ http: `http://localhost${http}`, https: `https://localhost${https}`, ca }));
process.stdin.resume().once('end', () => process.exit());

/** @returns what to write after the name: nothing for the default port, which may be taken or not allowed */
async function listen(server: Server, defaultPort: number): Promise<string> {
  try {
    await once(server.listen(defaultPort, 'localhost'), 'listening');
    return '';
  } catch {
    await once(server.listen(0, 'localhost'), 'listening');
    return `:${(server.address() as AddressInfo).port}`;
  }
}
