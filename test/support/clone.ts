import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { DEFAULT_TOKEN } from '../../emulator/index.ts';
import { findLeaks } from './leaks.ts';

/** A clone as Bitbucket makes it for a step, with the places that a pipe may write to. */
export interface Clone {
  /** Folder of the clone; links resolved. */
  readonly path: string;
  readonly storage: string;
  /** File of the output variables. */
  readonly outputs: string;
  /** BITBUCKET_* variables that name these. */
  readonly variables: Readonly<Record<string, string>>;
  /** Output variables by name, as a later step reads them. */
  readonly outputVariables: () => Record<string, string>;
  readonly read: (path: string) => string;
  /** All files below the clone, as paths from it, sorted. */
  readonly files: () => string[];
  /** Removes it. Throws when a file holds the token of the emulator's application: no test may leave it anywhere. */
  [Symbol.asyncDispose](): Promise<void>;
}

export async function makeClone(): Promise<Clone> {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'appsmith-deploy-clone-')));
  const storage = join(path, '.bitbucket', 'pipelines', 'generated', 'pipe');
  mkdirSync(storage, { recursive: true });
  const outputs = join(path, '.bitbucket', 'pipelines', 'generated', 'variables');
  const read = (file: string) => readFileSync(join(path, file), 'utf8');
  const files = () => filesBelow(path).map((file) => relative(path, file));
  return {
    path,
    storage,
    outputs,
    read,
    files,
    variables: {
      BITBUCKET_CLONE_DIR: path,
      BITBUCKET_PIPE_STORAGE_DIR: storage,
      BITBUCKET_PIPELINES_VARIABLES_PATH: outputs,
    },
    outputVariables: () =>
      Object.fromEntries(
        (existsSync(outputs) ? readFileSync(outputs, 'utf8') : '')
          .trimEnd()
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
      ),
    [Symbol.asyncDispose]: async () => {
      const leaks = files().flatMap((file) => findLeaks(read(file), [DEFAULT_TOKEN]).map((leak) => `${file}: ${leak}`));
      rmSync(path, { recursive: true, force: true });
      if (leaks.length > 0) throw new Error(`A file holds the token: ${leaks.join('; ')}`);
    },
  };
}

/** Links to folders are not followed: they may lead out of the clone, or in circles. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return statSync(path, { throwIfNoEntry: false })?.isFile() ? [path] : [];
    })
    .sort();
}
