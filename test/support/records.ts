import { type Answer, startEmulator } from '../../emulator/index.ts';
import type { Clone } from './clone.ts';
import { variablesFor } from './environment.ts';
import { ALL_OUTPUTS } from './output-names.ts';
import { runMain } from './run-main.ts';

/** The report that is kept for the pipeline, in a clone. */
export const STORED = '.bitbucket/pipelines/generated/pipe/appsmith-deploy.json';
export const ALL_REPORTS = 'junit\nhtml\njson\nenv';

/** Runs in a clone, with all output variables. */
export async function runIn(
  clone: Clone,
  changes: Readonly<Record<string, string>> = {},
  ...script: readonly Answer[]
) {
  await using emulator = await startEmulator();
  emulator.answerWith(...script);
  const variables = { ...clone.variables, OUTPUT_VARIABLES: ALL_OUTPUTS, ...changes };
  return await runMain(variablesFor(emulator, variables), { cwd: clone.path });
}
