import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { definedOnly } from '../../src/text/defined-only.ts';
import { type LockFile, type RuntimePackage, readLockFile, runtimePackages } from '../lock-file.ts';
import { versionOf } from './agreement.ts';
import { output, read } from './project.ts';

/** A package of Debian that the image has a file of. */
export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  /** The source package that it is built from, by which Debian's data on vulnerabilities is keyed. */
  readonly source: string;
}

interface CycloneDxComponent {
  readonly type: 'application' | 'library';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl?: string;
  readonly cpe?: string;
  readonly licenses?: readonly object[];
  readonly components?: readonly CycloneDxComponent[];
}

/** Packages whose files the Dockerfile copies into the image. */
const DEBIAN_PACKAGES = ['libc6', 'libgcc-s1', 'libstdc++6'];

interface Contents {
  readonly version: string;
  readonly lock: LockFile;
  /** `process.versions` of the Node in the image. */
  readonly parts: Readonly<Record<string, string | undefined>>;
  readonly debian: readonly DebianPackage[];
}

/**
 * The image's bill of materials, CycloneDX 1.6, without serial number and time, so that one commit has one document.
 * (`npm sbom` does not know Node, and leaves out a dependency that is also an optional peer of another: yaml.)
 */
export function sbom({ version, lock, parts, debian }: Contents): object {
  const components = [...runtimePackages(lock).map(npmComponent), nodeComponent(parts), ...debian.map(debianComponent)];
  const ref = `pkg:npm/appsmith-deploy@${version}`;
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', 'bom-ref': ref, name: 'appsmith-deploy', version, purl: ref } },
    components,
    dependencies: [{ ref, dependsOn: components.map((component) => component['bom-ref']) }],
  };
}

function npmComponent({ name, version, license }: RuntimePackage): CycloneDxComponent {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const licenses = [/^[\w.+-]+$/.test(license) ? { license: { id: license } } : { expression: license }];
  return { type: 'library', 'bom-ref': purl, name, version, purl, licenses };
}

function cpe(product: string, version: string): string {
  return `cpe:2.3:a:${product}:${version}:*:*:*:*:*:*:*`;
}

function nodeComponent({ node = '', ...parts }: Readonly<Record<string, string | undefined>>): CycloneDxComponent {
  const inside = Object.entries(parts)
    .filter((part): part is [string, string] => part[1] !== undefined && !['modules', 'napi'].includes(part[0]))
    .map(([name, version]) => ({
      type: 'library' as const,
      'bom-ref': `node/${name}@${version}`,
      name,
      version,
      // What Node itself says of its vulnerabilities comes later than what OpenSSL says.
      ...definedOnly({ cpe: name === 'openssl' ? cpe('openssl:openssl', version.replace(/\+.*/, '')) : undefined }),
    }));
  return {
    type: 'application',
    'bom-ref': `pkg:generic/node@${node}`,
    name: 'node',
    version: node,
    purl: `pkg:generic/node@${node}`,
    cpe: cpe('nodejs:node.js', node),
    components: inside,
  };
}

function debianComponent({ name, version, source }: DebianPackage): CycloneDxComponent {
  const [path, upstream] = [`${encodeURIComponent(name)}@${encodeURIComponent(version)}`, encodeURIComponent(source)];
  const purl = `pkg:deb/debian/${path}?distro=debian-12&upstream=${upstream}`;
  return { type: 'library', 'bom-ref': purl, name, version, purl };
}

/** @throws Error where the packages are not Debian's, or not known to dpkg. */
function debianPackages(): DebianPackage[] {
  const format = '--showformat=${Package}\\t${Version}\\t${source:Package}\\n';
  const rows = output('dpkg-query', '--show', format, ...DEBIAN_PACKAGES).split('\n');
  return rows
    .map((row) => row.split('\t'))
    .map(([name = '', version = '', source = '']) => ({ name, version, source }));
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const version = versionOf({ 'package.json': read('package.json') });
  const contents = { version, lock: readLockFile(), parts: process.versions, debian: debianPackages() };
  console.log(JSON.stringify(sbom(contents), null, 2));
}
