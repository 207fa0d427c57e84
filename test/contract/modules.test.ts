import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const SRC = resolve('src');
/** All but the entry, which is the process itself. */
const modules = (readdirSync(SRC, { recursive: true }) as string[]).filter(
  (path) => path.endsWith('.ts') && path !== 'index.ts',
);

test.each(modules)('%s can be loaded on its own, and does nothing by that', async (path) => {
  const before = process.listenerCount('exit') + process.listenerCount('uncaughtException');
  expect(await import(join(SRC, path))).toBeDefined();
  expect(process.listenerCount('exit') + process.listenerCount('uncaughtException')).toBe(before);
});
