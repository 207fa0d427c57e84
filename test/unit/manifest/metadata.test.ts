import { describe, expect, test } from '@jest/globals';
import { imageVersion, readMetadata } from '../../../src/manifest/metadata.ts';

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
