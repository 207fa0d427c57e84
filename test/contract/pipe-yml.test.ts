import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { readMetadata } from '../../src/manifest/metadata.ts';

type Entry = Record<string, unknown>;

const text = readFileSync('pipe.yml', 'utf8');
const pipe = () => parse(text) as Entry & { variables: Entry[] };
const validate = new Ajv({ allErrors: true, strict: false, logger: false, validateFormats: false }).compile(
  JSON.parse(readFileSync('schemas/pipe.schema.json', 'utf8')) as object,
);

/** What the schema finds wrong with pipe.yml after a change. */
function problemsAfter(change: (manifest: Entry & { variables: Entry[] }) => void): string[] {
  const manifest = pipe();
  change(manifest);
  validate(manifest);
  return (validate.errors ?? []).map(({ instancePath }) => instancePath);
}

describe('pipe.yml', () => {
  test('is valid by its schema', () => {
    validate(pipe());
    expect(validate.errors ?? []).toEqual([]);
  });

  test.each<[string, (manifest: Entry & { variables: Entry[] }) => void, string]>([
    ['no exact version', (it) => (it['image'] = 'yourorg/appsmith-deploy:latest'), '/image'],
    ['a vendor without an address', (it) => (it['vendor'] = { name: 'V', website: 'https://v.example' }), '/vendor'],
    [
      'a variable in lower case',
      (it) => it.variables.push({ name: 'url', description: 'X.', type: 'string' }),
      '/name',
    ],
    ['a variable without a description', (it) => it.variables.push({ name: 'X', type: 'string' }), '/variables'],
    ['an unknown keyword', (it) => it.variables.push({ name: 'X', description: 'X.', type: 'string', hint: 1 }), ''],
    ['a list without items', (it) => it.variables.push({ name: 'X', description: 'X.', type: 'array' }), ''],
  ])('is refused with %s', (_, change, path) => {
    const problems = problemsAfter(change);
    expect(problems.some((problem) => problem.includes(path))).toBe(true);
  });

  test('names each variable once', () => {
    const names = pipe().variables.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('suggests no variable under a name that is another one, and no name for two', () => {
    const { variables } = readMetadata(pipe());
    const names = variables.flatMap(({ name, aliases, mistakenFor }) => [name, ...aliases, ...mistakenFor]);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  test.each(['image', 'repository'])('has the word %s on one line only: Atlassian looks for it with grep', (word) => {
    expect(text.split('\n').filter((line) => line.includes(word))).toEqual([expect.stringMatching(`^${word}: `)]);
  });
});
