import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };
import { failuresDocument } from '../../scripts/generate/failures-document.ts';
import { variableTypes } from '../../scripts/generate/variable-types.ts';
import { variablesTables, yamlDefinition } from '../../scripts/generate/variables-document.ts';
import { catalogue } from '../../src/appsmith/failures/catalogue.ts';
import { metadata } from '../../src/manifest/manifest.ts';
import { readMetadata, variablesSchema } from '../../src/manifest/metadata.ts';

const text = readFileSync('CONTRIBUTING.md', 'utf8');

/** The steps of a numbered list below a heading. */
function steps(heading: string): string[] {
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const parts = section.split(/\n(?=\d+\. )/).map((part) => part.trim());
  return parts.filter((part) => /^\d+\. /.test(part));
}

describe('CONTRIBUTING.md', () => {
  const commands = [...text.matchAll(/`npm run ([\w:]+)/g)].map(([, name = '']) => name);
  test.each([...new Set(commands)])('npm run %s is there', (name) => {
    expect(Object.keys(packageJson.scripts)).toContain(name);
  });

  test('lists every npm script', () => {
    const listed = [...text.matchAll(/^\| `npm (?:run )?([\w:]+)/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual(Object.keys(packageJson.scripts).sort());
  });

  const paths = [...text.matchAll(/`((?:src|scripts|test|docs|examples)(?:\/[\w./-]+)?)`/g)].map(
    ([, path = '']) => path,
  );
  test.each([...new Set(paths)])('%s is there', (path) => {
    expect(existsSync(path)).toBe(true);
  });

  test('lists every folder of src', () => {
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of folders) expect(text).toContain(`| \`src/${name}\` |`);
  });

  test.each(['Set up', 'Add a variable', 'Add a failure code'])(
    '"%s" is a numbered list that ends with a proof',
    (heading) => {
      const list = steps(heading);
      expect(list.length).toBeGreaterThan(2);
      expect(list.map((step) => Number.parseInt(step, 10))).toEqual(list.map((_, at) => at + 1));
      expect(list.at(-1)).toMatch(/`npm (test|run demo)`/);
    },
  );
});

describe('adding a variable, step by step', () => {
  const manifest = (variable: object) => ({
    name: 'x',
    image: `yourorg/appsmith-deploy:${metadata.version}`,
    repository: metadata.repository,
    maintainer: { email: metadata.support },
    variables: [variable],
  });

  test('1 and 2: an entry in pipe.yml is enough for types, both tables and the check', () => {
    const entry = { name: 'NEW_VARIABLE', description: 'Something new.', default: 3, type: 'integer', minimum: 1 };
    const added = readMetadata(manifest(entry));
    expect(variableTypes(added.variables)).toContain('readonly NEW_VARIABLE: number;');
    expect(variablesTables(added)).toContain('| NEW_VARIABLE | Something new; default `3`. |');
    expect(yamlDefinition(added)).toContain("# NEW_VARIABLE: '<integer>' # Optional.");
    expect(variablesSchema(added.variables)).toMatchObject({ properties: { NEW_VARIABLE: { minimum: 1 } } });
  });

  test.each([
    ['description', { name: 'NEW_VARIABLE', type: 'string' }, 'NEW_VARIABLE has no description'],
    ['known type', { name: 'NEW_VARIABLE', description: 'X.', type: 'text' }, 'NEW_VARIABLE has the unknown type text'],
  ])('without a %s it says so', (_, variable, message) => {
    expect(() => variableTypes(readMetadata(manifest(variable)).variables)).toThrow(message);
  });
});

test('adding a failure code: the entry in the catalogue is enough for a row of the table', () => {
  const rows = failuresDocument().match(/^\| \[/gm);
  expect(rows).toHaveLength(Object.keys(catalogue).length);
});
