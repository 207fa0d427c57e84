import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificates } from '../certificates.ts';

/**
 * A process of its own that answers every request as Appsmith does a deployment, at once or (below /slow) after 50 ms. Prints one line of JSON: the ports
 * and the CA. It ends when its standard input does.
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
const ports = await Promise.all([createHttpServer(answer), createHttpsServer(server, answer)].map(listen));
console.log(JSON.stringify({ http: ports[0], https: ports[1], ca }));
process.stdin.resume().once('end', () => process.exit());

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
