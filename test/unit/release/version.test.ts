import { describe, expect, test } from '@jest/globals';
import { isNewer, parseVersion, tagsOf } from '../../../scripts/release/version.ts';

describe('versions', () => {
  test('are three numbers', () => {
    expect(parseVersion('1.20.3')).toEqual({ major: 1, minor: 20, patch: 3 });
  });

  test.each([
    '',
    '1',
    '1.2',
    'v1.2.3',
    '1.2.3-rc.1',
    '1.2.3.4',
    '01.2.3',
    '1.2.x',
    ' 1.2.3',
    '1.2.3\n',
    '1.2.12345678',
  ])('are not %p', (text) => {
    expect(() => parseVersion(text)).toThrow('is not a version such as 1.2.0');
  });

  test('go by three names, the exact one first', () => {
    expect(tagsOf('1.2.0')).toEqual(['1.2.0', '1.2', '1']);
  });

  test.each([
    ['1.2.0', '1.1.9', true],
    ['1.10.0', '1.9.0', true],
    ['2.0.0', '1.99.99', true],
    ['1.2.1', '1.2.0', true],
    ['1.2.0', '1.2.0', false],
    ['1.2.0', '1.2.1', false],
    ['1.99.0', '2.0.0', false],
  ])('%s is newer than %s: %p', (version, other, newer) => {
    expect(isNewer(version, other)).toBe(newer);
  });
});
