import { type Answer, DEFAULT_APP, startEmulator } from '../../../emulator/index.ts';
import type { EmulatorOptions } from '../../../emulator/options.ts';
import { makeClone } from '../clone.ts';
import { variablesFor } from '../environment.ts';
import { runMain } from '../run-main.ts';
import { conflict } from './changes.ts';
import { type Files, NAMES, placesOf, repository, writeRepository } from './repository.ts';

const { jsBody } = placesOf(NAMES);
export const COMMIT = '3f2a1b9c0d4e5f60718293a4b5c6d7e8f9012345';

interface Surroundings {
  readonly options?: EmulatorOptions;
  /** What the server always answers. */
  readonly answer?: Answer;
  /** Whether the server imports the clone, and refuses what Appsmith refuses. */
  readonly imports?: boolean;
  /** Changes the clone before the run. */
  readonly prepare?: (root: string) => void;
}

/** Runs a deployment in a clone with these files. */
export async function runIn(
  files: Files,
  changes: Readonly<Record<string, string | undefined>> = {},
  { options = {}, answer, imports = false, prepare }: Surroundings = {},
) {
  await using clone = await makeClone();
  const apps = imports ? [{ ...DEFAULT_APP, clone: clone.path }] : [DEFAULT_APP];
  await using emulator = await startEmulator({ apps, ...options });
  if (answer !== undefined) emulator.answerAlways(answer);
  writeRepository(clone.path, files);
  prepare?.(clone.path);
  const run = await runMain(
    variablesFor(emulator, {
      ...clone.variables,
      BITBUCKET_BRANCH: 'main',
      BITBUCKET_COMMIT: COMMIT,
      ...changes,
    }),
    { cwd: clone.path },
  );
  const written = clone.files().filter((file) => !files.has(file));
  const reports = Object.fromEntries(written.map((file) => [file.split('/').at(-1), clone.read(file)]));
  return { ...run, sent: emulator.requests.length, reports, outputs: clone.outputVariables() };
}

/** A valid repository with a change. */
export function changed(change: (files: Files) => void): Files {
  const files = repository();
  change(files);
  return files;
}

export const broken = () => changed((files) => conflict(files, jsBody));
