import { describe, expect, test } from '@jest/globals';
import { type CatalogueEntry, catalogue, type FailureKey } from '../../../../src/appsmith/failures/catalogue.ts';
import { failureOf, isFailureKey } from '../../../../src/appsmith/failures/failure.ts';

const keys = Object.keys(catalogue) as FailureKey[];

describe.each(keys)('the entry %s', (key) => {
  test('says what happened in a few words, and what to do', () => {
    const entry: CatalogueEntry = catalogue[key];
    const { kind } = entry;
    const retryable = entry.retryable ?? 'no';
    const failure = failureOf({ key, outcome: 'not-deployed' });
    expect(failure).toMatchObject({ code: key, key, kind, retryable, outcome: 'not-deployed' });
    expect(failure.title).toMatch(/^\S.*[^.\s]$/);
    expect(failure.advice.length).toBeGreaterThan(0);
    for (const line of failure.advice) expect(line).toMatch(/^[A-Z{][^\n]+[.?]$/);
  });
});

test('what is particular to a failure wins over the entry', () => {
  const given = { code: 'HTTP-520', retryable: 'no', title: 'Other', httpStatus: 520 } as const;
  const failure = failureOf({ key: 'HTTP-502', outcome: 'not-confirmed', ...given });
  expect(failure).toMatchObject({ ...given, kind: 'busy', key: 'HTTP-502', outcome: 'not-confirmed' });
});

test('anchors of the document are unique', () => {
  expect(new Set(keys.map((key) => key.toLowerCase())).size).toBe(keys.length);
});

test.each([
  ['HTTP-401', true],
  ['HTTP-299', false],
  ['constructor', false],
  ['__proto__', false],
  ['', false],
])('%j is a key of the catalogue: %s', (text, expected) => {
  expect(isFailureKey(text)).toBe(expected);
});
