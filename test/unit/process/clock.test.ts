import { expect, test } from '@jest/globals';
import { after, wait } from '../../../src/process/clock.ts';

const never = new AbortController().signal;
const HOUR_MS = 3_600_000;

test('a wait ends when its time is over, and not before', async () => {
  const order: string[] = [];
  const long = wait(30, never).then(() => order.push('long'));
  const short = wait(0, never).then(() => order.push('short'));
  await Promise.all([long, short]);
  expect(order).toEqual(['short', 'long']);
});

test('a task whose time is past is called soon, and Node does not warn of it', async () => {
  const warnings: Error[] = [];
  const warned = (warning: Error) => warnings.push(warning);
  process.on('warning', warned);
  await new Promise<void>((resolve) => after(-5, resolve));
  await new Promise(setImmediate);
  process.off('warning', warned);
  expect(warnings).toEqual([]);
});

test('an abort ends it at once, without an error', async () => {
  const interruption = new AbortController();
  const waiting = wait(HOUR_MS, interruption.signal);
  interruption.abort('SIGTERM');
  await expect(waiting).resolves.toBeUndefined();
});

test('after an abort there is no wait', async () => {
  await expect(wait(HOUR_MS, AbortSignal.abort('SIGTERM'))).resolves.toBeUndefined();
});

test('a task is called once its time has come, unless it was cancelled', async () => {
  const called: string[] = [];
  const cancel = after(0, () => called.push('called off'));
  after(0, () => called.push('called'));
  cancel();
  await wait(20, never);
  expect(called).toEqual(['called']);
});
