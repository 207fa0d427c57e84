import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * A package that is in the program or may be: a dependency, or a dependency's dependency, that is neither for
 * development nor optional.
 */
export interface RuntimePackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, as the package states it. Empty when it states none. */
  readonly license: string;
  /** Where it is installed, from the repository's root: `node_modules/got`. */
  readonly path: string;
  readonly hasInstallScript: boolean;
}

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
  readonly hasInstallScript?: boolean;
}

/** The part of package-lock.json that we read. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** The repository's package-lock.json. */
export function readLockFile(): LockFile {
  return JSON.parse(readFileSync(fileURLToPath(new URL('../package-lock.json', import.meta.url)), 'utf8')) as LockFile;
}

/** The packages of a lock file that the program is made of, sorted by name and version. */
export function runtimePackages({ packages }: LockFile): RuntimePackage[] {
  return Object.entries(packages)
    .filter(([path, { dev, optional, devOptional }]) => path !== '' && !dev && !optional && !devOptional)
    .map(([path, { version = '', license = '', hasInstallScript = false }]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      license,
      path,
      hasInstallScript,
    }))
    .sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}
