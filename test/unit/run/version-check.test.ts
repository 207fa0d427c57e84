import { describe, expect, test } from '@jest/globals';
import { newerVersionNotice } from '../../../src/run/version-check.ts';

describe('a newer version', () => {
  const notice = (manifest: string, version = '1.2.3') => newerVersionNotice(manifest, 'ws/pipe', version);

  test.each([
    ['image: a/b:1.2.4', "New version available: ws/pipe '1.2.3' to '1.2.4'"],
    ['name: x\nimage: "a/b:1.10.0"\n', "New version available: ws/pipe '1.2.3' to '1.10.0'"],
    ["image: 'a/b:2.0.0' # newest\r\n", "New version available: ws/pipe '1.2.3' to '2.0.0'"],
    ['image:\t a/b:1.2.4', "New version available: ws/pipe '1.2.3' to '1.2.4'"],
    ['image: a/b:1.2.3', undefined],
    ['image: a/b:1.2.2', undefined],
    ['image: a/b:0.9.9', undefined],
    ['image: a/b:latest', undefined],
    ['  image: a/b:2.0.0', undefined],
    ['<html>', undefined],
    ['', undefined],
  ])('%j: %j', (manifest, expected) => {
    expect(notice(manifest)).toBe(expected);
  });
});

test('what comes late in a very long text is not looked for', () => {
  expect(newerVersionNotice(`${'#'.repeat(100_000)}\nimage: a/b:2.0.0`, 'ws/pipe', '1.2.3')).toBeUndefined();
});
