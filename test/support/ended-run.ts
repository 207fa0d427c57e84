import { stripVTControlCharacters } from 'node:util';
import { findLeaks, secretsOf } from './leaks.ts';

/** A run of the pipe that is over. */
export interface EndedRun {
  /** Or the name of the signal that ended the process, which the pipe never lets happen. */
  readonly exitCode: number | string;
  readonly stdout: string;
  readonly stderr: string;
  /** What a person reads in Bitbucket's log view, without colours. */
  readonly log: string;
  /** Wall time in ms. */
  readonly durationMs: number;
}

/**
 * Puts a run together. Whatever a test is about, no secret of the run's environment may be in what it wrote.
 * @throws an error that names the leak
 */
export function endedRun<Run extends Omit<EndedRun, 'log'>>(
  environment: Readonly<Record<string, string | undefined>>,
  run: Run,
): Run & Pick<EndedRun, 'log'> {
  const leaks = findLeaks(run.stdout + run.stderr, secretsOf(environment));
  if (leaks.length > 0) throw new Error(`The run wrote a secret: ${leaks.join('; ')}\n${run.stdout}${run.stderr}`);
  return { ...run, log: stripVTControlCharacters(run.stdout + run.stderr) };
}
