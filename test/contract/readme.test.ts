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
  test("has the sections of Atlassian's template, in its order and words", () => {
    expect(
      prose('README.md')
        .split('\n')
        .filter((line) => /^##? /.test(line)),
    ).toEqual([
      '# Bitbucket Pipelines Pipe: Appsmith Deploy',
      '## YAML Definition',
      '## Variables',
      '## Details',
      '## Prerequisites',
      '## Examples',
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
    expect(first.map(({ language }) => language)).toEqual(['yaml', 'text', 'text']);
  });

  test('has every variable of pipe.yml in its table and in its snippet, and no other', () => {
    const stars = metadata.variables.map(({ name, required }) => (required ? `${name} (*)` : name));
    expect(firstCells('## Variables')).toEqual(stars);
    const snippet = (sectionOf(readme, 'yaml definition') ?? '').split('\n').slice(1, -1);
    const uncommented = snippet.map((line) => line.replace('# ', '').replace(/ # Optional\.$/, ''));
    const [{ variables } = { variables: {} }] = (
      parse(uncommented.join('\n')) as { script: { variables: Record<string, unknown> }[] }
    ).script;
    expect(Object.keys(variables).sort()).toEqual(metadata.variables.map(({ name }) => name).sort());
    const optional = snippet.filter((line) => /^ +# [A-Z_]+: .+ # Optional\.$/.test(line));
    expect(optional).toHaveLength(metadata.variables.filter(({ required }) => !required).length);
  });

  test('says every exit code', () => {
    const told = firstCells('### Exit codes').flatMap((cell) => cell.split(', ').map(Number));
    expect(told).toEqual([...Object.values(EXIT), ...Object.values(SIGNALS)].sort((one, other) => one - other));
  });

  test('explains every failure of the catalogue', () => {
    const told = firstCells('### Failures').map((cell) => /^\[([^\]]+)\]/.exec(cell)?.[1]);
    expect(told).toEqual(Object.keys(catalogue));
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
