import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { sectionOf } from '../../scripts/generate/section.ts';
import { catalogue } from '../../src/appsmith/failures/catalogue.ts';
import { metadata } from '../../src/manifest/manifest.ts';
import { EXIT, SIGNALS } from '../../src/run/exit-code.ts';
import { codeBlocks, prose } from '../support/documents.ts';

const readme = readFileSync('README.md', 'utf8');
const lines = readme.split('\n');

/** The first cell of each row of the table below a heading. */
function firstCells(heading: string): string[] {
  const after = lines.slice(lines.indexOf(heading));
  const start = after.findIndex((line) => line.startsWith('| '));
  const rows = after.slice(start);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(2, end).map((line) => line.split('|')[1]?.trim() ?? '');
}

describe('README.md', () => {
  test("has the sections of Atlassian's template, in its words, and what matters first in front", () => {
    expect(
      prose('README.md')
        .split('\n')
        .filter((line) => /^##? /.test(line)),
    ).toEqual([
      '# Bitbucket Pipelines Pipe: Appsmith Deploy',
      '## YAML Definition',
      '## Variables',
      '## Prerequisites',
      '## Examples',
      '## Details',
      '## When it fails',
      '## Support',
      '## License',
    ]);
    expect(lines).toContain('### Basic example');
    expect(lines).toContain('### Advanced example');
    expect(readme).toContain('Add the following snippet to the script section of your `bitbucket-pipelines.yml` file:');
    expect(readme).toContain('_(*) = required variable._');
  });

  test('shows the snippet and a real log before the first section', () => {
    const firstSection = lines.indexOf('## YAML Definition');
    const first = codeBlocks('README.md').filter(({ line }) => line < firstSection);
    expect(first.map(({ language }) => language)).toEqual(['yaml', 'text', 'text', 'sh']);
  });

  test('is of a length that people finish', () => {
    const { length } = Buffer.from(readme);
    expect(length).toBeGreaterThan(11_500);
    expect(length).toBeLessThan(14_336);
  });

  test('says before the first section what it needs, and what it was not tested with', () => {
    const [beginning = ''] = readme.split('## YAML Definition');
    for (const words of ['Enterprise', 'Git', 'Continuous Delivery', 'emulator']) expect(beginning).toContain(words);
  });

  test('has every variable of pipe.yml in its tables and in its snippet, and no other', () => {
    const stars = metadata.variables.map(({ name, required }) => (required ? `${name} (*)` : name));
    const rows = (sectionOf(readme, 'variables') ?? '').matchAll(/^\| ([A-Z_]+(?: \(\*\))?) \| ([^|]+) \|$/gm);
    const cells = [...rows].map(([, name, usage = '']) => ({ name, usage }));
    expect(cells.map(({ name }) => name)).toEqual(stars);
    for (const { usage } of cells) expect(usage.match(/\. [A-Z]/g)).toBeNull(); // one sentence
    const snippet = (sectionOf(readme, 'yaml definition') ?? '').split('\n').slice(1, -1);
    const uncommented = snippet.map((line) => line.replace('# ', '').replace(/ # Optional\.$/, ''));
    const [{ variables } = { variables: {} }] = (
      parse(uncommented.join('\n')) as { script: { variables: Record<string, unknown> }[] }
    ).script;
    expect(Object.keys(variables).sort()).toEqual(metadata.variables.map(({ name }) => name).sort());
    const shown = snippet.flatMap((line) => /^ +([A-Z_]+):/.exec(line)?.[1] ?? []);
    expect(shown).toEqual(metadata.variables.filter((each) => each.required || each.inSnippet).map(({ name }) => name));
  });

  test('says every exit code', () => {
    const listed = firstCells('### Exit codes').flatMap((cell) => cell.split(', ').map(Number));
    expect(listed).toEqual([...Object.values(EXIT), ...Object.values(SIGNALS)].sort((one, other) => one - other));
  });

  test('explains the commonest failures, and docs/failures.md all of the catalogue', () => {
    const codes = (text: string) => [...text.matchAll(/^\| ((?!Code|---)[\w-]+) \|/gm)].map(([, code]) => code);
    expect(codes(sectionOf(readme, 'failures') ?? '')).toHaveLength(8);
    const all = [...readFileSync('docs/failures.md', 'utf8').matchAll(/^\| \[([^\]]+)\]\(#/gm)].map(([, code]) => code);
    expect(all).toEqual(Object.keys(catalogue));
  });

  test('asks questions on the board for Bitbucket Pipelines, with the tags of pipe.yml', () => {
    const { tags } = parse(readFileSync('pipe.yml', 'utf8')) as { tags: string[] };
    const board = 'https://community.atlassian.com/t5/forums/postpage/board-id/bitbucket-pipelines-questions';
    expect(readme).toContain(`(${board}?add-tags=${['pipes', ...tags].join(',')})`);
  });

  test('names only variables that there are', () => {
    const known = new Set(metadata.variables.map(({ name }) => name));
    const named = readme.match(/\b(?:[A-Z]+_)+[A-Z]+\b/g) ?? [];
    const others = /^(BITBUCKET_|APPSMITH_|CI_|CF_|BRANCH_NAME|EAI_|LICENSE|AE_|NODE_|SSL_)|_TOKEN$/;
    expect(named.filter((name) => !known.has(name) && !others.test(name))).toEqual([]);
  });

  test('has sentences that a tired person can read: few are long', () => {
    const prose = readme
      .replaceAll(/```[\s\S]*?```/g, '')
      .split('\n')
      .filter((line) => !/^[|[#]/.test(line));
    const sentences = prose.join(' ').split(/(?<=[.:!?])\s+/);
    expect(sentences.filter((sentence) => sentence.split(/\s+/).length > 35)).toEqual([]);
  });
});
