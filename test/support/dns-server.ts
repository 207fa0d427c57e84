import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4 } from 'node:net';

/** What a name has: its addresses, or how the server fails for it. */
export type DnsAnswer = readonly string[] | 'SERVFAIL' | 'REFUSED' | 'SILENCE';

export interface DnsServer extends Disposable {
  /** As c-ares takes it. */
  readonly address: string;
  /** The names that were asked for, with the type: `a.example A`. */
  readonly asked: string[];
}

const CODES = { SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 };

/**
 * Starts a name server on loopback.
 * @param zone what names have; `a.example AAAA` is for one type alone; a name that is missing does not exist
 * @param delayMs how long an answer takes
 */
export async function startDnsServer(zone: Readonly<Record<string, DnsAnswer>>, delayMs = 0): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (question, { port }) => {
    const { name, end } = nameOf(question);
    const isA = question.readUInt16BE(end) === 1;
    asked.push(`${name} ${isA ? 'A' : 'AAAA'}`);
    const known = zone[`${name} ${isA ? 'A' : 'AAAA'}`] ?? zone[name];
    if (known === 'SILENCE') return;
    const addresses = Array.isArray(known) ? known.filter((address) => isIPv4(address) === isA) : [];
    const code = known === undefined ? CODES.NXDOMAIN : typeof known === 'string' ? CODES[known] : 0;
    const header = Buffer.from(question.subarray(0, end + 4));
    header.writeUInt16BE(0x8180 + code, 2);
    header.writeUInt16BE(addresses.length, 6);
    header.writeUInt16BE(0, 10);
    const answer = Buffer.concat([header, ...addresses.map((address) => record(address, isA))]);
    setTimeout(() => socket.send(answer, port, '127.0.0.1'), delayMs);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: `127.0.0.1:${socket.address().port}`, asked, [Symbol.dispose]: () => void socket.close() };
}

/** The name in a question, in lower case, and where it ends. */
function nameOf(question: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

function record(address: string, isA: boolean): Buffer {
  const bytes = isA ? address.split('.').map(Number) : [...Buffer.from(address.replaceAll(':', ''), 'hex')];
  return Buffer.from([0xc0, 12, 0, isA ? 1 : 28, 0, 1, 0, 0, 0, 60, 0, bytes.length, ...bytes]);
}
