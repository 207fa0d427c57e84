import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { type RuntimePackage, readLockFile, runtimePackages } from './lock-file.ts';

/**
 * Licenses, as SPDX expressions, under which a package may be part of the program: what they ask for is that their text
 * comes along. An expression that is not here needs a person to read it first.
 */
const ALLOWED_LICENSES: ReadonlySet<string> = new Set([
  '(MIT OR CC0-1.0)',
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
]);

/** One part of the image that others made. */
export interface Component {
  /** With the version where it is known: `got 16.1.0`. */
  readonly title: string;
  readonly license: string;
  /** The license's own words, with the names of those who hold the rights. */
  readonly text: string;
}

/** What is not allowed, a line for each package: for a test and for the build of the image. Empty when all is well. */
export function disallowed(packages: readonly RuntimePackage[]): string[] {
  return packages
    .filter(({ license }) => !ALLOWED_LICENSES.has(license))
    .map(
      ({ name, version, license }) =>
        `${name} ${version} is under "${license}": read it, then add it to ALLOWED_LICENSES or replace the package.`,
    );
}

/** The contents of THIRD-PARTY-LICENSES.txt: a list to read at a glance, then each text. */
export function thirdPartyLicenses(components: readonly Component[]): string {
  const list = components.map(({ title, license }) => `- ${title} (${license})`);
  const texts = components.map(
    ({ title, license, text }) => `${'='.repeat(79)}\n${title}\n${license}\n${'='.repeat(79)}\n\n${text.trim()}\n`,
  );
  return (
    'The image of appsmith-deploy holds these works of others, each under its own ' +
    `license:\n\n${list.join('\n')}\n\n${texts.join('\n\n')}`
  );
}

/**
 * The license of an installed package, in its own words.
 * @param root folder that holds `node_modules`, with a slash at its end.
 * @throws Error when the package has none: without its text we may not pass it on.
 */
export function packageComponent({ name, version, license, path }: RuntimePackage, root: URL): Component {
  const folder = new URL(`${path}/`, root);
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file));
  if (files.length === 0) throw new Error(`${name} ${version} comes without the text of its license.`);
  const text = files.sort().map((file) => readFileSync(new URL(file, folder), 'utf8').trim());
  return { title: `${name} ${version}`, license, text: text.join('\n\n') };
}

/**
 * The system's libraries in the image. Debian keeps each one's license where it installs the package; the smallest base
 * images leave it out.
 */
const LIBRARIES = [
  { title: 'GNU C Library', license: 'LGPL-2.1-or-later', package: 'libc6', source: 'glibc' },
  {
    title: 'GNU C++ standard library',
    license: 'GPL-3.0-or-later WITH GCC-exception-3.1',
    package: 'libstdc++6',
    source: 'gcc-12',
  },
  {
    title: 'GCC support library',
    license: 'GPL-3.0-or-later WITH GCC-exception-3.1',
    package: 'libgcc-s1',
    source: 'gcc-12',
  },
] as const;

function libraryComponents(): Component[] {
  return LIBRARIES.map(({ title, license, package: name, source }) => {
    const copyright = `/usr/share/doc/${name}/copyright`;
    const origin = `Unchanged from Debian's package ${name}. Source: https://sources.debian.org/src/${source}/`;
    return { title, license, text: existsSync(copyright) ? `${origin}\n\n${readFileSync(copyright, 'utf8')}` : origin };
  });
}

/** Mozilla chooses them, and Node brings them along. */
const CERTIFICATES: Component = {
  title: "Mozilla's certificates",
  license: 'MPL-2.0',
  text:
    `Unchanged from Node.js ${process.versions.node}. Source: ` +
    `https://github.com/nodejs/node/blob/v${process.versions.node}/src/node_root_certs.h`,
};

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [, , nodeLicense] = argv;
  if (nodeLicense === undefined)
    throw new Error("Usage: node scripts/licenses.ts NODE_LICENSE, the path of Node's own LICENSE.");
  const packages = runtimePackages(readLockFile());
  const problems = disallowed(packages);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const root = new URL('../', import.meta.url);
  const node = {
    title: `Node.js ${process.versions.node} with what it contains`,
    license: 'MIT and others',
    text: readFileSync(nodeLicense, 'utf8'),
  };
  console.log(
    thirdPartyLicenses([
      ...packages.map((one) => packageComponent(one, root)),
      node,
      CERTIFICATES,
      ...libraryComponents(),
    ]),
  );
}
