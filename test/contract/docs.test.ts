import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse, parseDocument } from 'yaml';
import packageJson from '../../package.json' with { type: 'json' };
import { logOf } from '../../scripts/generate/gallery/log-of.ts';
import { shellCommands } from '../../src/appsmith/shell-words.ts';
import { bitbucketErrors, describeWithSchema } from '../support/bitbucket/schema.ts';
import { codeBlocks, DOCUMENTS, tableRows } from '../support/documents.ts';

const json = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as object;
const gallery = readFileSync('docs/gallery.md', 'utf8');
const blocks = DOCUMENTS.flatMap(codeBlocks).map((block) => ({ ...block, at: `${block.file}:${block.line}` }));
const of = (language: string) => blocks.filter((block) => block.language === language);

/** What each language's blocks are checked by: a test below, or one of test/e2e/snippets.test.ts. */
const LANGUAGES = ['groovy', 'ini', 'json', 'sh', 'text', 'yaml'];

test('every code block is in a language that a test checks', () => {
  expect(
    blocks.filter(({ language }) => !LANGUAGES.includes(language)).map(({ at, language }) => [at, language]),
  ).toEqual([]);
});

test.each(DOCUMENTS)('%s has a cell for each column in every row of its tables', (file) => {
  expect(tableRows(file).filter(({ cells, columns }) => cells !== columns)).toEqual([]);
});

test('SECURITY.md names the runtime dependencies', () => {
  const [, names] = /runtime dependencies \(([^)]+)\)/.exec(readFileSync('SECURITY.md', 'utf8')) ?? [];
  expect(names?.split(', ')).toEqual(Object.keys(packageJson.dependencies));
});

describe('YAML', () => {
  test.each(of('yaml'))('$at is well formed, without a key twice', ({ text }) => {
    const document = parseDocument(text, { merge: true });
    expect([...document.errors, ...document.warnings].map(String)).toEqual([]);
  });

  const files = of('yaml').filter(({ text }) => /^deployments:/m.test(text));
  test.each(files)('$at is a deployments file by its schema', ({ text }) => {
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true, strict: false, logger: false }).compile(
      json('schemas/appsmith-deployments.schema.json'),
    );
    validate(parse(text, { merge: true }));
    expect(validate.errors ?? []).toEqual([]);
  });
});

describeWithSchema('YAML for Bitbucket', () => {
  const pipelines = of('yaml').filter(({ text }) => /^(pipelines|definitions):/m.test(text));
  test.each(pipelines)('$at is valid by its schema', ({ text }) => {
    expect(bitbucketErrors(text)).toEqual([]);
  });

  const fragments = of('yaml').filter(({ text }) => /^(script:|- step:)/m.test(text));
  test.each(fragments)('$at is valid where it is', ({ text }) => {
    const item = text.startsWith('script:') ? ['- step:', ...text.split('\n').map((line) => `    ${line}`)] : [text];
    expect(
      bitbucketErrors(['pipelines:', '  default:', ...item.join('\n').split('\n').map(indented)].join('\n')),
    ).toEqual([]);
  });

  test('every block is checked as one of these, as a deployments file, or is for another product', () => {
    const known = /^(pipelines|definitions|script|deployments|servers|jobs|deploy):|^- step:/m;
    expect(
      of('yaml')
        .filter(({ text }) => !known.test(text))
        .map(({ at }) => at),
    ).toEqual([]);
  });
});

function indented(line: string): string {
  return `  ${line}`;
}

test.each(of('ini'))('$at has variables, each NAME=value', ({ text }) => {
  expect(Object.keys(parseEnv(text))).toHaveLength(text.trim().split('\n').length);
});

describe('JSON', () => {
  test.each(of('json'))('$at is valid, and by the schema where it is appsmith-deploy.json', ({ text }) => {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('schema' in value)) return;
    const validate = new Ajv({ allErrors: true, strict: false, logger: false, validateFormats: false }).compile(
      json('schemas/appsmith-deploy.schema.json'),
    );
    validate(value);
    expect(validate.errors ?? []).toEqual([]);
  });
});

describe('a log', () => {
  // These are made by running something, or have a test of their own that does.
  const ELSEWHERE = ['gallery', 'deployments-file', 'faults', 'performance'].map((page) => `docs/${page}.md`);
  const logs = of('text').filter(({ file }) => !ELSEWHERE.includes(file));
  const titles = [...gallery.matchAll(/^### (.+)$/gm)].map(([, title = '']) => title);
  const recorded = titles.map((title) => logOf(gallery, title));

  test.each(logs)('$at was really written by a run: it is in the gallery', ({ text }) => {
    expect(recorded).toContain(text);
  });
});

describe('shell', () => {
  const scripts = packageJson.scripts as Readonly<Record<string, string>>;
  const commands = of('sh').flatMap(({ at, text }) =>
    text
      .replaceAll('\\\n', ' ')
      .split(/\n|&&/)
      .map((line) => ({ at, command: line.trim() })),
  );

  test.each(commands)('$at: $command is a command that we know, in words that a shell can read', ({ command }) => {
    const words = shellCommands(command.replace(/^(?:\w+="[^"]*" )+/, '')).flat();
    expect((command.match(/"/g) ?? []).length % 2).toBe(0);
    expect(['cosign', 'curl', 'docker', 'git', 'npm', 'pipeline-runner', 'pipx', 'sh']).toContain(words[0]);
    if (words[0] !== 'npm' || words[1] === 'ci') return;
    expect(Object.keys(scripts)).toContain(words[1] === 'run' ? words[2] : words[1]);
  });
});
