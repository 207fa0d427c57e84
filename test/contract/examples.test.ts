import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { bitbucketErrors, describeWithSchema } from '../support/bitbucket/schema.ts';

const folders = readdirSync('examples');

describe('an example', () => {
  test.each(folders)('%s has a pipeline and a short text', (folder) => {
    expect(existsSync(`examples/${folder}/bitbucket-pipelines.yml`)).toBe(true);
    const [heading, ...lines] = readFileSync(`examples/${folder}/README.md`, 'utf8').split('\n');
    expect(heading).toMatch(/^# /);
    expect(lines.length).toBeLessThan(16);
  });

  test.each(folders)('%s is linked in README.md', (folder) => {
    expect(readFileSync('README.md', 'utf8')).toContain(`| [${folder}](examples/${folder}) |`);
  });
});

describeWithSchema("an example, by Bitbucket's schema", () => {
  const files = folders.flatMap((folder) =>
    readdirSync(`examples/${folder}`)
      .filter((file) => file.endsWith('bitbucket-pipelines.yml'))
      .map((file) => `examples/${folder}/${file}`),
  );

  test.each([...files, 'bitbucket-pipelines.yml'])('%s is valid', (file) => {
    expect(bitbucketErrors(readFileSync(file, 'utf8'))).toEqual([]);
  });

  test('what is wrong is found', () => {
    expect(
      bitbucketErrors('pipelines: { default: [{ step: { script: [{ pipe: a, variables: { DEBUG: true } }] } }] }'),
    ).not.toEqual([]);
    expect(bitbucketErrors('pipelines: { default: [{ step: { script: 5 } }] }')).not.toEqual([]);
  });
});
