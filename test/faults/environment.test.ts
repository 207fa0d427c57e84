import { afterAll, beforeAll, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../../emulator/index.ts';
import { deploys, faultVariables, meet } from './support/fault.ts';

const running = new AsyncDisposableStack();
let emulator: Emulator;

beforeAll(async () => {
  emulator = running.use(await startEmulator());
});

afterAll(() => running.disposeAsync());

const large = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`OTHER_${at}`, 'x'.repeat(100_000)]));

test.each([
  ['An environment of 1.5 MB, in values of 100 kB', () => large(15)],
  [
    '2,000 variables of others',
    () => Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`OTHER_${at}`, 'x'])),
  ],
  [
    'Variables named like parts of an object',
    () => ({ __proto__x: 'x', constructor: 'x', toString: 'x', hasOwnProperty: 'x' }),
  ],
  ['NODE_OPTIONS that warn', () => ({ NODE_OPTIONS: '--trace-warnings --pending-deprecation' })],
  ['No HOME, no PATH, a time zone that does not exist', () => ({ HOME: '', PATH: '', TZ: 'Nowhere/Land' })],
])('%s', async (fault, variables) => {
  const injected = { fault, where: 'process', ending: deploys() };
  await meet('Environment', injected, emulator, faultVariables(emulator.url, variables()));
});
