import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import {
  type CodeInsights,
  codeInsights,
  type SendOptions,
  sendCodeInsights,
} from '../../../src/report/code-insights.ts';
import { clock } from '../../support/run-main.ts';
import { about, BUILD, checked, deployed, findings, overview } from './runs.ts';

const REPORT = codeInsights(overview([deployed({ name: 'Zürich' })]), about().context) as CodeInsights;
const FAILED = 'Bitbucket did not accept the Code Insights report: ';

const send = (sending: Partial<SendOptions>, report = REPORT) =>
  sendCodeInsights(report, { clock: clock(), signal: new AbortController().signal, ...sending });

/** Plays Bitbucket's proxy for as long as it is used. */
async function withProxy<T>(listener: RequestListener, use: (proxy: string, server: Server) => Promise<T>): Promise<T> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('sending a report', () => {
  test("asks the proxy for Bitbucket's API, with the report as JSON", async () => {
    const seen: { request?: IncomingMessage; body?: string } = {};
    const problem = await withProxy(
      async (request, response) => {
        seen.request = request;
        seen.body = await text(request);
        response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
      },
      (proxy) => send({ proxy }),
    );
    expect(problem).toBeUndefined();
    const { request, body } = seen;
    expect(request?.method).toBe('PUT');
    expect(request?.url).toBe(
      `http://api.bitbucket.org/2.0/repositories/acme/orders/commit/${BUILD.BITBUCKET_COMMIT}/reports/appsmith-deploy`,
    );
    expect(request?.headers).toMatchObject({ host: 'api.bitbucket.org', 'content-type': 'application/json' });
    expect(request?.headers).not.toHaveProperty('authorization');
    expect(JSON.parse(body as string)).toEqual(REPORT.body);
  });

  test('sends its annotations afterwards, at most 100 at once', async () => {
    const report = codeInsights(checked(findings(250)), about().context) as CodeInsights;
    const seen: string[] = [];
    const problem = await withProxy(
      async (request, response) => {
        const body = JSON.parse(await text(request));
        seen.push(`${request.method} ${request.url?.replace(/^.*\/reports\//, '')} ${body.length}`);
        response.writeHead(200).end('{}');
      },
      (proxy) => send({ proxy }, report),
    );
    expect(problem).toBeUndefined();
    expect(seen).toEqual([
      'PUT appsmith-deploy undefined',
      'POST appsmith-deploy/annotations 100',
      'POST appsmith-deploy/annotations 100',
      'POST appsmith-deploy/annotations 50',
    ]);
  });

  test('says so when the annotations are not taken, and sends no more', async () => {
    const report = codeInsights(checked(findings(250)), about().context) as CodeInsights;
    let requests = 0;
    const problem = await withProxy(
      (request, response) => {
        request.resume();
        requests += 1;
        response.writeHead(request.method === 'PUT' ? 200 : 400).end('no');
      },
      (proxy) => send({ proxy }, report),
    );
    expect([problem, requests]).toEqual([`${FAILED}HTTP 400, «no».`, 2]);
  });

  test.each([
    [404, '{"error":"No\\nsuch repository"}', `${FAILED}HTTP 404, «{"error":"No\\nsuch repository"}».`],
    [401, '', `${FAILED}HTTP 401.`],
    [302, 'moved\r\n\u001b[31m', `${FAILED}HTTP 302, «moved».`],
  ])('answer %d is reported with its words', async (status, body, expected) => {
    const problem = await withProxy(
      (request, response) => {
        request.resume();
        response.writeHead(status).end(body);
      },
      (proxy) => send({ proxy }),
    );
    expect(problem).toBe(expected);
  });

  test('an endless answer is not read to its end', async () => {
    const problem = await withProxy(
      (request, response) => {
        request.resume();
        response.writeHead(500);
        const more = () => {
          while (!response.destroyed && response.write('x'.repeat(10_000)));
        };
        response.on('drain', more);
        more();
      },
      (proxy) => send({ proxy }),
    );
    expect(problem).toMatch(/HTTP 500, «x{199}…»\.$/);
  });

  test('an answer that breaks off is a problem', async () => {
    const problem = await withProxy(
      (request, response) => {
        request.resume();
        response.writeHead(200, { 'Content-Length': '100' });
        response.write('half');
        setTimeout(() => response.destroy(), 20);
      },
      (proxy) => send({ proxy }),
    );
    expect(problem).toBe(`${FAILED}its response was cut off.`);
  });

  test('an upgrade that was not requested is a problem', async () => {
    const problem = await withProxy(
      () => undefined,
      (proxy, server) => {
        server.on('upgrade', (_, socket) => socket.end());
        server.on('connection', (socket) =>
          socket.once('data', () =>
            socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'),
          ),
        );
        return send({ proxy });
      },
    );
    expect(problem).toBe(`${FAILED}HTTP 101.`);
  });

  test('no proxy: says where it can be sent from', async () => {
    const proxy = await withProxy(
      () => {},
      async (address) => address,
    );
    expect(await send({ proxy })).toBe(
      `${FAILED}ECONNREFUSED. It can be sent only from inside Bitbucket Pipelines, through its proxy.`,
    );
  });

  test.each([
    ['before any answer', () => {}],
    [
      'in the middle of one',
      (_request: IncomingMessage, response: Parameters<RequestListener>[1]) => void response.writeHead(200).write('x'),
    ],
  ])('gives up after its time: %s', async (_when, listener) => {
    const problem = await withProxy(listener, (proxy) => send({ proxy, timeoutMs: 150 }));
    expect(problem).toBe(`${FAILED}no response within 0.15 s.`);
  });

  test('a signal ends it at once', async () => {
    const interrupt = new AbortController();
    const problem = await withProxy(
      () => interrupt.abort(),
      (proxy) => send({ proxy, signal: interrupt.signal }),
    );
    expect(problem).toBe(`${FAILED}the pipe was interrupted.`);
  });

  test('a signal that came before keeps it from being sent', async () => {
    let requests = 0;
    const problem = await withProxy(
      () => {
        requests += 1;
      },
      (proxy) => send({ proxy, signal: AbortSignal.abort() }),
    );
    expect(problem).toBe(`${FAILED}the pipe was interrupted.`);
    expect(requests).toBe(0);
  });

  test(
    "without one of our own, Bitbucket's proxy is asked: outside of " + 'Bitbucket that is a problem, and no more',
    async () => {
      expect(await send({ timeoutMs: 50 })).toContain(FAILED);
    },
  );
});
