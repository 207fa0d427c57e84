import { describe, expect, test } from '@jest/globals';
import { failuresDocument } from '../../../scripts/generate/failures-document.ts';
import { sectionOf, withSection } from '../../../scripts/generate/section.ts';
import { outputDocument } from '../../../scripts/generate/table-documents.ts';
import { variableTypes } from '../../../scripts/generate/variable-types.ts';
import {
  fenced,
  listVariables,
  variablesTables,
  yamlDefinition,
} from '../../../scripts/generate/variables-document.ts';
import { catalogue } from '../../../src/appsmith/failures/catalogue.ts';
import { readMetadata } from '../../../src/manifest/metadata.ts';

const METADATA = readMetadata({
  name: 'P',
  image: 'ws/pipe:1.2.3',
  repository: 'https://bitbucket.org/ws/pipe',
  maintainer: { email: 'm@h.example' },
  variables: [
    { name: 'A', group: 'First', description: 'One | two <x>.', type: 'array', default: [], inSnippet: true },
    { name: 'B', group: 'First', description: 'B.', type: 'number', default: 5, aliases: ['b', 'bb'] },
    {
      name: 'C',
      group: 'Second',
      description: 'C.',
      type: 'string',
      required: true,
      secret: true,
      defaultFrom: 'BITBUCKET_C',
    },
    { name: 'D', group: 'Second', description: 'D.', type: 'boolean', default: false },
  ],
});

describe('a generated section', () => {
  const page = 'a\n[//]: # (generated: x)\nold\n[//]: # (end: x)\nb';

  test('is put between its markers, and found again', () => {
    const made = withSection(page, 'x', '\nnew $& text\n');
    expect(made).toBe('a\n[//]: # (generated: x)\n\nnew $& text\n\n[//]: # (end: x)\nb');
    expect(sectionOf(made, 'x')).toBe('new $& text');
    expect(withSection(made, 'x', 'new $& text')).toBe(made);
    expect(sectionOf(page, 'y')).toBeUndefined();
  });

  test.each([
    ['no markers', 'a'],
    ['no end', '[//]: # (generated: x)\n'],
    ['the end first', '[//]: # (end: x)\n[//]: # (generated: x)\n'],
    ['two beginnings', `${page}\n${page}`],
    ['two ends', `${page}\n[//]: # (end: x)`],
  ])('with %s is refused', (_, text) => {
    expect(() => withSection(text, 'x', 'new')).toThrow('generated: x');
  });
});

test("the snippet of README's YAML definition: what most people set first, all values in quotes", () => {
  expect(yamlDefinition(METADATA)).toBe(
    fenced(
      'yaml',
      [
        'script:',
        '  - pipe: ws/pipe:1.2',
        '    variables:',
        "      A: ['<string>']",
        "      C: '<string>'",
        "      # B: '<number>' # Optional.",
        "      # D: '<boolean>' # Optional.",
      ].join('\n'),
    ),
  );
});

test("README's tables of the variables: one for each group, a sentence for each variable", () => {
  expect(variablesTables(METADATA).split('\n')).toEqual([
    '**First**',
    '',
    '| Variable | Usage |',
    '| --- | --- |',
    '| A | One \\| two \\<x>. |',
    '| B | B; default `5`; also read as `b`; also read as `bb`. |',
    '',
    '**Second**',
    '',
    '| Variable | Usage |',
    '| --- | --- |',
    '| C (*) | C; default `BITBUCKET_C`. |',
    '| D | D; default `false`. |',
  ]);
});

test('the variables that take a list, in a sentence', () => {
  const [first] = METADATA.variables.map((variable) => ({ ...variable, name: 'Z' }));
  expect(listVariables({ ...METADATA, variables: [...METADATA.variables, ...(first ? [first] : [])] })).toBe('A and Z');
});

describe('the types of the variables', () => {
  test('have a member for each; one with a default is always there', () => {
    const types = variableTypes(METADATA.variables);
    expect(types).toContain('  readonly A: readonly string[];\n');
    expect(types).toContain('  readonly B: number;\n');
    expect(types).toContain('  /** C. */\n  readonly C?: string;\n');
    expect(types).toContain('  readonly D: boolean;\n');
  });

  test('of an unknown type are refused', () => {
    const [first] = METADATA.variables.map((variable) => ({ ...variable, schema: { type: 'date' } }));
    expect(() => variableTypes(first === undefined ? [] : [first])).toThrow('A has the unknown type date');
  });
});

describe('the documents of the failures', () => {
  const keys = Object.keys(catalogue);

  test('the table links every code to its section', () => {
    const rows = failuresDocument().match(/^\| \[.*/gm) ?? [];
    expect(rows).toHaveLength(keys.length);
    for (const [at, key] of keys.entries())
      expect(rows[at]).toContain(`| [${key}](#markdown-header-${key.toLowerCase()}) |`);
  });

  test('the page has a section for every code, with all its advice, and no placeholder', () => {
    const page = failuresDocument();
    for (const key of keys) expect(page).toContain(`\n## ${key}\n`);
    expect(page.match(/^## /gm)).toHaveLength(keys.length);
    expect(page).not.toMatch(/\{\w+\}/);
    const unknown = [...page.matchAll(/^## (.*)\n\n.* Not confirmed: /gm)].map(([, key]) => key);
    expect(unknown).toEqual(expect.arrayContaining(['TIMEOUT', 'HTTP-502', 'HTTP-524', 'AE-APP-5040', 'REDIRECT']));
    for (const key of ['HTTP-401', 'AE-GIT-5020', 'HTTP-526', 'ENOTFOUND', 'TLS-CA', 'PROXY', 'GATEWAY'])
      expect(unknown).not.toContain(key);
    expect(page.endsWith('\n')).toBe(true);
  });
});

test('the table of the output document follows the schema, references and lists included', () => {
  const schema = {
    properties: {
      a: { description: 'An a.' },
      list: { description: 'A list.', items: { $ref: '#/definitions/one' } },
      o: { properties: { b: { description: 'A b.' } } },
    },
    definitions: { one: { properties: { c: { description: 'A c.' } } } },
  };
  const page = outputDocument('[//]: # (generated: fields)\n[//]: # (end: fields)\n', JSON.stringify(schema));
  expect(sectionOf(page, 'fields')?.split('\n').slice(2)).toEqual([
    '| `a` | An a. |',
    '| `list` | A list. |',
    '| `list[].c` | A c. |',
    '| `o` |  |',
    '| `o.b` | A b. |',
  ]);
});
