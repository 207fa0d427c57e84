import { describe, expect, test } from '@jest/globals';
import { disallowed, packageComponent, thirdPartyLicenses } from '../../scripts/licenses.ts';
import { type RuntimePackage, readLockFile, runtimePackages } from '../../scripts/lock-file.ts';

const packages = runtimePackages(readLockFile());
const root = new URL('../../', import.meta.url);

function dependency(changes: Partial<RuntimePackage>): RuntimePackage {
  return { name: 'x', version: '1.0.0', license: 'MIT', path: 'node_modules/x', hasInstallScript: false, ...changes };
}

describe('what the program is made of', () => {
  test('is got, yaml, ajv and what they need', () => {
    expect(packages.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['got', 'yaml', 'ajv', 'fast-uri', 'keyv']),
    );
    expect(packages.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['jest']));
  });

  test('may be passed on', () => {
    expect(disallowed(packages)).toEqual([]);
  });

  test('runs nothing when it is installed', () => {
    expect(packages.filter(({ hasInstallScript }) => hasInstallScript)).toEqual([]);
  });

  test.each(['GPL-3.0-only', 'UNLICENSED', '', 'SEE LICENSE IN x'])(
    'must not be under %p before somebody has read it',
    (license) => {
      expect(disallowed([dependency({ license })])).toEqual([expect.stringContaining(`x 1.0.0 is under "${license}"`)]);
    },
  );
});

describe('the third-party licenses', () => {
  test.each(packages.map((one) => [`${one.name} ${one.version}`, one] as const))(
    'hold the text of %s',
    (title, one) => {
      const component = packageComponent(one, root);
      expect(component).toMatchObject({ title, license: one.license });
      expect(component.text.length).toBeGreaterThan(400);
    },
  );

  test('name each part first, then give each text', () => {
    const components = [
      { title: 'got 16.1.0', license: 'MIT', text: 'Permission is granted\n' },
      { title: 'Node.js', license: 'MIT and others', text: 'Copyright' },
    ];
    const file = thirdPartyLicenses(components);
    expect(file).toMatch(
      /- got 16\.1\.0 \(MIT\)\n- Node\.js \(MIT and others\)\n\n={79}\ngot 16\.1\.0\nMIT\n={79}\n\nPermission is /,
    );
  });

  test('are not made up for a package that has none', () => {
    const folderWithout = dependency({ name: '.bin', path: 'node_modules/.bin' });
    expect(() => packageComponent(folderWithout, root)).toThrow('.bin 1.0.0 comes without the text of its license');
  });
});
