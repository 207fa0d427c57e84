import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { defaultNames } from '../../../src/input/plan.ts';
import { imageVersion, readMetadata } from '../../../src/manifest/metadata.ts';
import { newerVersionNotice } from '../../../src/run/newer-version.ts';
import { holds } from '../../support/property.ts';

describe('names for deployments without one', () => {
  const of = (...texts: string[]) =>
    defaultNames(
      texts.map((text) => {
        const [app = '', branch = '', url = ''] = text.split(' ');
        return { app, branch, url };
      }),
    );

  test.each([
    [
      ['a main https://h', 'b main https://h'],
      ['a', 'b'],
    ],
    [
      ['a main https://h', 'a dev https://h', 'b main https://h'],
      ['a (main)', 'a (dev)', 'b'],
    ],
    [
      ['a main https://h', 'a main https://i/p', 'a dev https://h'],
      ['a (main) @ h', 'a (main) @ i/p', 'a (dev)'],
    ],
    [
      ['a main http://h', 'a main https://h'],
      ['a (main) @ http://h', 'a (main) @ https://h'],
    ],
  ])('%j are %j', (texts, names) => {
    expect(of(...texts)).toEqual(names);
  });

  test('are unique for whatever differs', () => {
    const one = fc.tuple(
      fc.constantFrom('a', 'b'),
      fc.constantFrom('x', 'y'),
      fc.constantFrom('http://h', 'https://h', 'https://i'),
    );
    holds(fc.uniqueArray(one, { selector: String }), (deployments) => {
      const names = of(...deployments.map((each) => each.join(' ')));
      expect(new Set(names).size).toBe(deployments.length);
    });
  });
});

describe('the version of an image', () => {
  test.each([
    ['yourorg/appsmith-deploy:1.2.3', '1.2.3'],
    ['a/b:12.34.56', '12.34.56'],
    [`registry:5000/a/b:1.20.3@sha256:${'a'.repeat(64)}`, '1.20.3'],
    ['a/b:1.2', undefined],
    ['a/b:latest', undefined],
    ['a/b:v1.2.3', undefined],
    ['a/b:1.2.3-rc1', undefined],
    ['', undefined],
  ])('%s is %s', (image, version) => {
    expect(imageVersion(image)).toBe(version);
  });
});

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

describe('pipe.yml', () => {
  const MANIFEST = {
    name: 'P',
    image: 'a/b:1.2.3',
    repository: 'https://h/a/b',
    maintainer: { email: 'm@h.example' },
    variables: [],
  };

  test('is read: what is not ours is JSON Schema', () => {
    const variables = [{ name: 'A', description: 'An A', type: 'string', secret: true, unless: ['B'], default: 'x' }];
    expect(readMetadata({ ...MANIFEST, variables })).toMatchObject({
      version: '1.2.3',
      repository: 'https://h/a/b',
      variables: [
        { name: 'A', required: false, secret: true, unless: ['B'], schema: { type: 'string', default: 'x' } },
      ],
    });
  });

  test('a variable of which little is said is optional, no secret, and known by no other name', () => {
    const { variables } = readMetadata({
      ...MANIFEST,
      variables: [{ name: 'A', description: 'An A', type: 'string' }],
    });
    expect(variables).toStrictEqual([
      {
        name: 'A',
        description: 'An A',
        required: false,
        secret: false,
        separated: false,
        unit: '',
        group: '',
        inSnippet: false,
        unless: [],
        mistakenFor: [],
        aliases: [],
        onePerLine: false,
        schema: { type: 'string' },
      },
    ]);
  });

  test.each([
    [{ ...MANIFEST, image: 'a/b:latest' }, /no tag x\.y\.z/],
    [{ ...MANIFEST, variables: [{ name: 'A', type: 'string' }] }, /A has no description/],
  ])('without a version or a description is refused', (manifest, message) => {
    expect(() => readMetadata(manifest)).toThrow(message);
  });
});
