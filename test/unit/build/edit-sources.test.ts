import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { type Edit, editSources, replaced } from '../../../scripts/build/edit-sources.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'appsmith-deploy-edit-'));
  mkdirSync(join(folder, 'node_modules/dependency'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/dependency/index.js'), "export const word = 'old';\n");
  writeFileSync(join(folder, 'entry.js'), "import { word } from 'dependency';\nconsole.log(word);\n");
});

afterAll(() => rmSync(folder, { recursive: true }));

async function bundle(edits: readonly Edit[]): Promise<string> {
  const options = { bundle: true, write: false, logLevel: 'silent' } as const;
  const { outputFiles } = await build({
    ...options,
    entryPoints: [join(folder, 'entry.js')],
    plugins: [editSources(edits)],
  });
  return String(outputFiles[0]?.text);
}

const edit: Edit = { file: /\/dependency\/index\.js$/, edit: (source) => replaced(source, /old/, 'new') };

describe('an edit of a dependency', () => {
  test('is in the bundle, and several for one file are made in their order', async () => {
    expect(await bundle([edit, { ...edit, edit: (source) => replaced(source, /new/, 'newest') }])).toContain(
      '"newest"',
    );
  });

  test('fails the build when its text is not there any more', async () => {
    await expect(bundle([{ ...edit, edit: (source) => replaced(source, /older/, 'new') }])).rejects.toThrow(
      'The build edits a source that has no /older/ any more',
    );
  });

  test('fails the build when its file is not there any more', async () => {
    await expect(bundle([edit, { ...edit, file: /\/moved\.js$/ }])).rejects.toThrow(
      'The build edits files that are not there: /\\/moved\\.js$/',
    );
  });
});
