import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type BuildOptions, build } from 'esbuild';
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
  const sources = editSources(edits);
  const { outputFiles } = await build({
    ...options,
    entryPoints: [join(folder, 'entry.js')],
    plugins: [sources.plugin],
  });
  sources.check();
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

  test.each(['old, then old again', 'older'])(
    'fails the build when it is not certain which text is meant: %s',
    (text) => {
      expect(() => replaced(`${text} old`, /old/, 'new')).toThrow(
        'The build edits a source that has /old/ more than once',
      );
      expect(() => replaced(`${text} old`, 'old', 'new')).toThrow(
        'The build edits a source that has old more than once',
      );
      expect(replaced('old old', /old/g, 'new')).toBe('new new');
    },
  );

  test.each([[[edit]], [[]]])('fails the build when its file is in no bundle any more, beside %j', async (others) => {
    await expect(bundle([...others, { ...edit, file: /\/moved\.js$/ }])).rejects.toThrow(
      'The build edits files that are not there: /\\/moved\\.js$/',
    );
  });

  test('may be for a file that is in another of several bundles', async () => {
    const sources = editSources([edit]);
    const options: BuildOptions = { bundle: true, write: false, logLevel: 'silent', plugins: [sources.plugin] };
    await build({ ...options, stdin: { contents: '' } });
    await build({ ...options, entryPoints: [join(folder, 'entry.js')] });
    expect(sources.check).not.toThrow();
  });
});
