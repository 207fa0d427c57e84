import { expect, test } from '@jest/globals';
import { readYaml } from '../../../../src/input/deployments-file/document.ts';
import { describeProblems } from '../../../../src/input/deployments-file/problem.ts';

/** What is told of a problem, without its code frame. */
function told(message: string): string[] {
  const [text = ''] = describeProblems([{ span: { start: 0, end: 1 }, message }], readYaml('a: b\n').source(), 'f.yml');
  return text.split('\n').filter((line) => !/^[> ] +\d* *\|/.test(line));
}

test('what is wrong stands in the first line, what to do below it, as many words to a line as fit into 110 columns', () => {
  const [word, other] = ['A'.repeat(54), 'b'.repeat(55)];
  expect(told(`It is wrong. ${word} ${other}`)).toEqual(['f.yml:1:1 It is wrong.', `${word} ${other}`]);
  expect(told(`It is wrong. ${word} ${other}b`)).toEqual(['f.yml:1:1 It is wrong.', word, `${other}b`]);
  expect(told(`It is wrong. ${word} ${word} ${other} c`)).toEqual([
    'f.yml:1:1 It is wrong.',
    `${word} ${word}`,
    `${other} c`,
  ]);
});
