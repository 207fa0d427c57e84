import { Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { connected } from '../../../src/http/connect.ts';
import { Names } from '../../../src/http/names.ts';
import { clock } from '../../support/run-main.ts';

function coded(code: string, more: object = {}): Error {
  return Object.assign(new Error(code), { code, ...more });
}

/** What is known of a connection to which all that happens, and that fails then. */
async function failed(happen: (socket: Socket) => void, error: Error): Promise<unknown> {
  const socket = new Socket();
  const { signal } = new AbortController();
  const connecting = connected(socket, 'a.example:443', { signal, names: new Names(), clock: clock() });
  happen(socket);
  socket.destroy(error);
  return await connecting.catch((thrown: unknown) => thrown);
}

test.each([
  [['ECONNREFUSED', 'ETIMEDOUT'], 'ECONNREFUSED'],
  [['ENETUNREACH', 'ETIMEDOUT'], 'CONNECT-TIMEOUT'],
  [['ENETUNREACH', 'EHOSTUNREACH'], 'ENETUNREACH'],
])('of addresses that fail with %j the most telling code is that of all: %s', async (codes, code) => {
  const errors = codes.map((each) => coded(each));
  const error = await failed(
    (socket) => {
      for (const [at, each] of errors.entries()) {
        socket.emit('connectionAttempt', `10.0.0.${at}`, 443, 4);
        if (codes[at] === 'ETIMEDOUT') socket.emit('connectionAttemptTimeout', `10.0.0.${at}`, 443, 4);
        else socket.emit('connectionAttemptFailed', `10.0.0.${at}`, 443, 4, each);
      }
    },
    Object.assign(new AggregateError(errors), { code: codes[0] }),
  );
  const attempts = codes.map((each, at) => ({
    address: `10.0.0.${at}:443`,
    code: each === 'ETIMEDOUT' ? 'CONNECT-TIMEOUT' : each,
  }));
  expect(error).toMatchObject({ name: 'ConnectError', facts: { code, target: 'a.example:443', attempts } });
});

test('an address that the system refuses to try at once is known as well', async () => {
  const error = await failed(() => undefined, coded('EINVAL', { address: '2001:db8::1', port: 443 }));
  expect(error).toMatchObject({
    facts: { code: 'EINVAL', attempts: [{ address: '[2001:db8::1]:443', code: 'EINVAL' }] },
  });
});

test('a bug is thrown as it is', async () => {
  const slip = new TypeError('a slip');
  expect(await failed(() => undefined, slip)).toBe(slip);
});
