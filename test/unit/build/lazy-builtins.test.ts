import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { lazyBuiltins } from '../../../scripts/build/lazy-builtins.ts';

/**
 * Bundles a program, runs it, and gives what it exports; `loaded` takes the names of the built-ins as they are loaded.
 */
async function run(program: string, loaded: string[] = []): Promise<Record<string, unknown>> {
  const { outputFiles } = await build({
    stdin: { contents: program },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
    plugins: [lazyBuiltins],
  });
  const module = { exports: {} as Record<string, unknown> };
  const load = (name: string) => {
    loaded.push(name);
    return process.getBuiltinModule(name);
  };
  runInNewContext(String(outputFiles[0]?.text), { module, exports: module.exports, require: load });
  return module.exports;
}

describe('a built-in that is loaded late', () => {
  test('is loaded when something of it is used, not before', async () => {
    const loaded: string[] = [];
    const { hash } = await run(
      "import { createHash } from 'node:crypto';\nexport const hash = () => createHash('md5').digest('hex');",
      loaded,
    );
    expect(loaded).toEqual([]);
    expect((hash as () => string)()).toBe('d41d8cd98f00b204e9800998ecf8427e');
    expect(new Set(loaded)).toEqual(new Set(['node:crypto']));
  });

  test('has classes that can be made, asked for and extended', async () => {
    const program = `
      import { Agent } from 'node:https';
      class Mine extends Agent { isMine() { return true; } }
      const [plain, mine] = [new Agent(), new Mine()];
      export const found = [plain instanceof Agent, mine instanceof Agent, mine instanceof Mine, mine.isMine(), plain.constructor.name];`;
    expect((await run(program))['found']).toEqual([true, true, true, true, 'Agent']);
  });

  test('also through its default export', async () => {
    const { version } = await run("import tls from 'node:tls';\nexport const version = tls.DEFAULT_MIN_VERSION;");
    expect(version).toBe('TLSv1.2');
  });

  test('has objects that can be read and copied', async () => {
    const program = `
      import { constants } from 'node:zlib';
      export const found = [constants.Z_BEST_SPEED, { ...constants }.Z_BEST_SPEED, Object.hasOwn(constants, 'NOT_THERE')];`;
    expect((await run(program))['found']).toEqual([1, 1, false]);
  });

  test.each(['DEFAULT_MIN_VERSION', 'nothingOfThatName'])(
    'fails the build where something else is imported: %s',
    async (name) => {
      await expect(run(`import { ${name} } from 'node:tls';\nexport const seen = ${name};`)).rejects.toThrow(
        `No matching export in "lazy-builtin:node:tls" for import "${name}"`,
      );
    },
  );
});
