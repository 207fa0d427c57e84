import { describe, expect, test } from '@jest/globals';
import { readYaml } from '../../../../src/input/deployments-file/document.ts';
import { headings, problems, read, specs } from './reading.ts';

const TIMES = 9;

/** `a` holds nine values, each further one nine times the one before. */
function bomb(levels: number): string {
  const names = Array.from({ length: levels }, (_, at) => `l${at}`);
  const lines = names.map((name, at) => {
    const value = at === 0 ? 'x' : `*${names[at - 1]}`;
    return `  ${name}: &${name} [${new Array(TIMES).fill(value).join(', ')}]\n`;
  });
  return `defaults:\n${lines.join('')}deployments: [{app: a, token: $T}]\n`;
}

describe('what would grow without bounds is refused', () => {
  test('aliases that multiply', () => {
    const size = /With its aliases expanded, this has more than 300000 values\. Use fewer aliases, or several files\./;
    expect(headings(bomb(60)).filter((heading) => size.test(heading))).toHaveLength(1);
    expect(headings(bomb(6)).filter((heading) => size.test(heading))).toHaveLength(1);
    expect(headings(bomb(5)).filter((heading) => size.test(heading))).toHaveLength(0);
  });

  test('aliases that multiply where a deployment could use them', () => {
    const text =
      'deployments: &d\n  - {app: a, token: $T, after: &n ' +
      `[${'x, '.repeat(1_000)}x]}\n${'  - {app: b, after: *n}\n'.repeat(400)}`;
    expect(headings(text)).toEqual([expect.stringMatching(/^2:3 With its aliases expanded, this has more than/)]);
  });

  test.each([
    ['an open bracket before lines that step back', `deployments: [${'  a: b\n c: d\n'.repeat(20_000)}`],
    [
      'an open bracket before many items',
      `deployments: [\n${'  - name: a\n    app: b\n    token: $T1\n'.repeat(20_000)}`,
    ],
  ])('%s, which the reader of YAML takes for deep nesting', (_, text) => {
    expect(headings(text)).toEqual([expect.stringMatching(/^\d+:1 .*bracket before it is not closed/)]);
  });

  test('merges that multiply', () => {
    const keys = Array.from({ length: 1_000 }, (_, at) => `k${at}: 1`).join(', ');
    const size = /\.yml:1:14 With its aliases expanded, this has more than 300000 values/;
    const text = (times: number) =>
      `defaults: &d {${keys}}\ndeployments:\n${'  - {<<: *d, app: a, token: $T}\n'.repeat(times)}`;
    expect(read(text(290))).toMatchObject({ problems: expect.not.arrayContaining([expect.stringMatching(size)]) });
    expect(read(text(310))).toMatchObject({ problems: expect.arrayContaining([expect.stringMatching(size)]) });
  });

  test('aliases that nest', () => {
    const lines = Array.from({ length: 10_000 }, (_, at) => `  k${at + 1}: &a${at + 1} [*a${at}]\n`);
    const text = `defaults:\n  k0: &a0 [x]\n${lines.join('')}deployments: []\n`;
    const deep = headings(text).filter((heading) => heading.includes('nested too deeply'));
    expect(deep).toEqual([expect.stringMatching(/^102:\d+ With its aliases expanded, this is nested too deeply\./)]);
  });

  test.each([
    ['lists', '['.repeat(100_000)],
    ['closed lists', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['mappings', '{a: '.repeat(100_000)],
    ['items', '- '.repeat(100_000)],
    ['explicit keys', '? '.repeat(100_000)],
    ['lines', Array.from({ length: 300 }, (_, at) => `${' '.repeat(at)}a:\n`).join('')],
  ])('100,000 levels of %s', (_, text) => {
    const all = problems(`deployments: ${text.startsWith('[') || text.startsWith('{') ? text : `\n${text}`}`);
    expect(all).toEqual([
      expect.stringMatching(
        /^appsmith-deployments\.yml:\d+:\d+ This is nested too deeply, or a bracket before it is not closed\.\nA /,
      ),
    ]);
  });

  test('the 101st level, not the 100th', () => {
    const lists = (levels: number) => headings(`${'['.repeat(levels)}${']'.repeat(levels)}`).join();
    expect(lists(100)).not.toContain('nested too deeply');
    expect(lists(101)).toContain('nested too deeply');
  });

  test('of many problems the first 50 are shown', () => {
    const text = `deployments:\n${'  - {app: a b, token: $T}\n'.repeat(80)}`;
    const all = problems(text);
    expect(all).toHaveLength(51);
    expect(all[50]).toBe('appsmith-deployments.yml: 30 more problems are not shown. Fix these first.');
  });
});

describe('what is merely large is read', () => {
  test('10,000 deployments in a chain', () => {
    const items = Array.from(
      { length: 10_000 },
      (_, at) => `  - {app: a${at}, token: $T${at === 0 ? '' : `, after: a${at - 1}`}}\n`,
    );
    const deployments = specs(`deployments:\n${items.join('')}`);
    expect(deployments).toHaveLength(10_000);
    expect(deployments[9_999]).toMatchObject({ app: 'a9999', after: ['a9998'] });
  });

  test('10,000 deployments that merge one anchor', () => {
    const items = Array.from({ length: 9_999 }, (_, at) => `  - {<<: *first, app: a${at}}\n`);
    expect(specs(`deployments:\n  - &first {app: first, token: $T, timeout: 5}\n${items.join('')}`)).toHaveLength(
      10_000,
    );
  });

  test('5,000 deployments that are all wrong, 5,000 unknown keys', () => {
    expect(problems(`deployments: [${'{app: a b, token: literal}, '.repeat(5_000)}]`)).toHaveLength(51);
    const keys = Array.from({ length: 5_000 }, (_, at) => `k${at}: 1`).join(', ');
    expect(problems(`deployments: [{app: a, token: $T, ${keys}}]`)).toHaveLength(51);
  });

  test('names by the thousand that do not fit: suggestions are looked for among those that are alike', () => {
    const items = Array.from(
      { length: 3_000 },
      (_, at) => `  - {app: a${at}, name: Region ${at}, token: $T, after: Regoin ${at}}\n`,
    );
    expect(problems(`deployments:\n${items.join('')}`)[0]).toContain(
      'There is no deployment with the name "Regoin 0".',
    );
    expect(read('deployments:\n  - {app: a, name: X, token: $T}\n  - {app: b, token: $T, after: x}\n')).toMatchObject({
      problems: [expect.stringContaining('Did you mean "X"?')],
    });
  });
});

test('a bug in reading is no mistake of the file', () => {
  expect(() => readYaml(1 as never)).toThrow('source is not a string');
});
