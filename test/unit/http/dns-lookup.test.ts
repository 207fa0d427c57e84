import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns';
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from '@jest/globals';
import { dnsLookup } from '../../../src/http/dns-lookup.ts';
import { startRawServer } from '../../support/raw-server.ts';

/** A DNS server that knows one address for every name. Without one it is silent. */
async function startDns(address?: readonly [number, number, number, number]) {
  const socket = createSocket('udp4');
  socket.on('message', (question, { port }) => {
    if (address === undefined) return;
    const answer = Buffer.from(question);
    answer[2] = 0x81; // a response
    answer[3] = 0x80;
    answer.writeUInt16BE(1, 6); // one answer
    answer.writeUInt16BE(0, 10); // nothing additional
    const end = question.indexOf(0, 12) + 5; // of the question: name, type, class
    const record = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address];
    socket.send(Buffer.concat([answer.subarray(0, end), Buffer.from(record)]), port, '127.0.0.1');
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const resolver = new Resolver({ timeout: 50, tries: 1 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  return { resolver, [Symbol.dispose]: () => void socket.close() };
}

test.each([true, false])(
  'a connection is made to the address that DNS tells (several may be tried: %s)',
  async (autoSelectFamily) => {
    using dns = await startDns([127, 0, 0, 1]);
    await using server = await startRawServer((socket) => socket.end('hello'));
    const socket = connect({
      host: 'pipe.test',
      port: Number(new URL(server.url).port),
      lookup: dnsLookup(dns.resolver),
      autoSelectFamily,
    });
    const [data] = await once(socket, 'data');
    expect(String(data)).toBe('hello');
  },
);

test.each([true, false])(
  'DNS that is silent is an error, soon (several may be tried: %s)',
  async (autoSelectFamily) => {
    using dns = await startDns();
    const socket = connect({ host: 'pipe.test', port: 1, lookup: dnsLookup(dns.resolver), autoSelectFamily });
    const [error] = await once(socket, 'error').catch((thrown) => [thrown]);
    expect(error).toMatchObject({ code: 'ETIMEOUT' });
  },
);
