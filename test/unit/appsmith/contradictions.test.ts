import { describe, expect, test } from '@jest/globals';
import { readSuccess } from '../../../src/appsmith/answer.ts';
import { keysWithTwoValues } from '../../../src/appsmith/envelope.ts';
import { explainAnswer } from '../../../src/appsmith/failures/explain-answer.ts';
import { anAnswer, QUESTION } from '../../support/answers.ts';

const success = (data: unknown) => ({ responseMeta: { status: 200, success: true }, data });
const DATE = { headers: { date: 'Tue, 05 Mar 2024 10:16:00 GMT' } };

describe('a success that contradicts the request, or itself, proves nothing', () => {
  test.each<[string, unknown, RegExp]>([
    ['another branch', success({ branchName: 'release' }), /branch release, but this step asked for main/],
    ['a branch in other letters', success({ branchName: 'Main' }), /Main/],
    ['a time that is long past', success({ deployedAt: '2024-03-04T10:16:00Z' }), /2024-03-04/],
    ['a time that is just too old', success({ deployedAt: '2024-03-05T10:10:59.999Z' }), /10:10:59/],
    ['data of false', success(false), /"false", not an object/],
    ['a list of data', success([]), /"\[\]", not an object/],
    ['data that is a text', success('All systems are up'), /All systems are up/],
    ['an error', { responseMeta: { success: true, error: { message: 'No.' } } }, /contains an error/],
    ['an error of its own', { responseMeta: { success: true }, error: 'No.' }, /contains an error/],
    ['an error to display', { responseMeta: { success: true }, errorDisplay: 'AE-1: No.' }, /contains an error/],
    ['success twice', '{"responseMeta":{"success":false,"success":true}}', /"success" twice/],
    ['success twice, the other way', '{"responseMeta":{"success":true,"success":false}}', /"success" twice/],
    ['two envelopes', '{"responseMeta":{"success":false},"responseMeta":{"success":true}}', /"responseMeta" twice/],
    ['two branches', '{"responseMeta":{"success":true},"data":{"branchName":"x","branchName":"main"}}', /branchName/],
  ])('%s', (_, body, detail) => {
    const given = anAnswer(200, body, DATE);
    expect(readSuccess(given, QUESTION)).toBeUndefined();
    expect(explainAnswer(given, QUESTION)).toMatchObject({
      key: 'CONTRADICTION',
      code: 'HTTP-200',
      outcome: 'not-confirmed',
      retryable: 'no',
      detail: expect.stringMatching(detail),
    });
  });

  test('and a text of the server in it is cut', () => {
    const given = anAnswer(200, success({ branchName: 'x'.repeat(10_000) }));
    expect(explainAnswer(given, QUESTION).detail?.length).toBeLessThan(300);
  });
});

describe('a success that does not is one', () => {
  test.each<[string, unknown, object]>([
    ['the branch of the remote', success({ branchName: 'origin/main' }), DATE],
    ['the full name of the branch', success({ branchName: 'refs/heads/main' }), DATE],
    ['no branch', success({ branchName: '' }), DATE],
    ['a branch that is no text', success({ branchName: ['x'] }), DATE],
    ['a time within five minutes', success({ deployedAt: '2024-03-05T10:11:00Z' }), DATE],
    ['a time that is ahead', success({ deployedAt: '2030-01-01T00:00:00Z' }), DATE],
    ['a time that cannot be read', success({ deployedAt: 'yesterday' }), DATE],
    ['success twice, alike', '{"responseMeta":{"success":true,"success":true}}', DATE],
    ['nothing but an empty error', { responseMeta: { success: true, error: null }, errorDisplay: '' }, DATE],
  ])('with %s', (_, body, given) => {
    expect(readSuccess(anAnswer(200, body, given), QUESTION)).toMatchObject({ deployed: true, warnings: [] });
  });

  test.each([
    ['no Date', {}],
    ['a Date that cannot be read', { headers: { date: 'now' } }],
    ['a Date that agrees', { headers: { date: ['Mon, 04 Mar 2024 10:16:30 GMT'] } }],
  ])('with an old time of deployment and %s, but with a warning: the clock of the server may be wrong', (_, given) => {
    const old = anAnswer(200, success({ deployedAt: '2024-03-04T10:16:00Z' }), given);
    expect(readSuccess(old, QUESTION)).toMatchObject({ deployed: true, warnings: [expect.stringContaining('clock')] });
  });

  test('when the remote branch was asked for, too', () => {
    const question = { ...QUESTION, branch: 'origin/main' };
    expect(readSuccess(anAnswer(200, success({ branchName: 'main' })), question)).toMatchObject({ deployed: true });
  });

  test('compares a long branch whole, and one that no address can hold as it was sent', () => {
    for (const branch of ['a/'.repeat(400), 'x\ud800'])
      expect(
        readSuccess(anAnswer(200, success({ branchName: branch.toWellFormed() })), { ...QUESTION, branch }),
      ).toMatchObject({ deployed: true });
  });
});

describe('keys with two values', () => {
  test.each([
    ['{}', []],
    ['[1,2]', []],
    ['{"a":1,"b":{"a":2}}', []],
    ['{ "a": 1, "b": { "c": [] } }', []],
    ['{"a":1,"a":1.0}', []],
    ['{"a":"x","a":"\\u0078"}', []],
    ['{"a":1,"a":2}', ['a']],
    ['{"a":1,"\\u0061":2}', ['a']],
    ['{"a":{"b":[1,{"c":2}]},"a":{"b":[1,{"c":3}]}}', ['b', 'a']],
    ['{"a":{"b":1},"a":{"b":1}}', []],
    ['{"a":{"b":{"c":1,"c":2}}}', []],
    ['{"a":[{"b":1},{"b":2}]}', []],
    ['{"a":"}","a":"{"}', ['a']],
    ['{"a":",\\"a\\":2"}', []],
  ])('of %s are %j', (json, keys) => {
    expect(keysWithTwoValues(json, JSON.parse(json))).toEqual(keys);
  });

  test.each([1, 1_000, 20_000])('are looked for in JSON of any depth, such as %i', (depth) => {
    const deep = `${'{"a":['.repeat(depth)}${']}'.repeat(depth)}`;
    expect(keysWithTwoValues(deep, JSON.parse(deep))).toEqual([]);
  });

  test.each([1_999, 2_000, 2_001])('are looked for in %i lists, one in the other', (depth) => {
    const deep = '['.repeat(depth) + ']'.repeat(depth);
    expect(keysWithTwoValues(deep, JSON.parse(deep))).toEqual([]);
  });
});
