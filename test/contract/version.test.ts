import { describe, expect, test } from '@jest/globals';
import { disagreements } from '../../scripts/release/agreement.ts';
import { read, referringFiles } from '../../scripts/release/project.ts';
import { referencesIn } from '../../scripts/release/references.ts';

const referring = Object.fromEntries(referringFiles().map((file) => [file, read(file)]));

describe('the version', () => {
  test('is the same everywhere', () => {
    expect(
      disagreements({
        'package.json': read('package.json'),
        'package-lock.json': read('package-lock.json'),
        Dockerfile: read('Dockerfile'),
        'CHANGELOG.md': read('CHANGELOG.md'),
        referring,
      }),
    ).toEqual([]);
  });

  test.each(['pipe.yml', 'README.md', 'listing/appsmith-deploy.yml'])('is looked for in %s', (file) => {
    expect(referencesIn(referring[file] ?? '')).not.toEqual([]);
  });

  test('of the image is exact in pipe.yml, as its version check needs it', () => {
    expect(read('pipe.yml')).toMatch(/^image: \S+:\d+\.\d+\.\d+(?:@sha256:[0-9a-f]{64})?$/m);
  });
});
