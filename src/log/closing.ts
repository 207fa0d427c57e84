import type { Deployed, Failed, Result, Run } from '../deployment/result.ts';
import { durationText } from '../text/duration-text.ts';
import { nameList, place, title } from './deployment-names.ts';
import { explanation, headline, moreAbout, outcomeText, type ServerState } from './explanation.ts';
import { failedTogether, skippedTogether } from './grouped-failures.ts';

/** The last lines of a log. */
export interface Closing {
  readonly success: boolean;
  /** The first says how the run ended, the others why, and what to do. */
  readonly lines: readonly [string, ...string[]];
}

/**
 * Says how a run ended. Success is claimed only when every deployment of the plan is deployed.
 * @param servers what was found out about servers after failures
 */
export function closing(run: Run, servers: readonly ServerState[] = []): Closing {
  const { results, durationMs, interruptedBy } = run;
  const failed = results.filter((result) => result.status === 'failed');
  const deployed = results.filter((result) => result.status === 'deployed');
  const skipped = results.filter((result) => result.status === 'skipped');
  const [only] = results.length === 1 ? results : [];
  if (interruptedBy !== undefined) return interruption(run, interruptedBy);
  if (only?.status === 'deployed') return { success: true, lines: [deployedText(only)] };
  if (only?.status === 'failed') return { success: false, lines: failedLines(only, servers) };
  if (deployed.length === results.length)
    return { success: true, lines: [`All ${results.length} deployments succeeded, in ${durationText(durationMs)}.`] };
  const notConfirmed = failed.filter(isNotConfirmed).length;
  const counts = [`${failed.length - notConfirmed} failed`];
  if (notConfirmed > 0) counts.push(`${notConfirmed} not confirmed`);
  counts.push(`${skipped.length} skipped`, `${deployed.length} deployed`);
  return {
    success: false,
    lines: [
      `Not everything is deployed: ${counts.join(', ')}, in ${durationText(durationMs)}.`,
      ...failedTogether(failed, servers),
      ...skippedTogether(skipped),
    ],
  };
}

function deployedText({ deployment, receipt, durationMs, attempts }: Deployed): string {
  const { app, url } = deployment;
  const { applicationName, branch = deployment.branch } = receipt;
  const what = applicationName === undefined ? `application ${app}` : `${applicationName} (${app})`;
  const name = applicationName === deployment.name ? '' : title(deployment);
  const tries = attempts.length === 1 ? '' : `, on attempt ${attempts.length}`;
  const time = receipt.deployedAt === undefined ? '' : `, at ${timeText(receipt.deployedAt)}`;
  return `Deployed ${name}${what}, branch ${branch}, to ${url} in ${durationText(durationMs)}${tries}${time}.`;
}

/** `2024-03-05 10:15:30 UTC`; a time in any other form than Appsmith's is shown as it came. */
function timeText(iso: string): string {
  return iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d{1,9})?Z$/, '$1 $2 UTC');
}

function failedLines(failed: Failed, servers: readonly ServerState[]): Closing['lines'] {
  const { deployment, failure, attempts, durationMs } = failed;
  const tries = attempts.length === 1 ? '1 attempt' : `${attempts.length} attempts`;
  return [
    `${outcomeText(failure)}: ${headline(failure)}.`,
    `  ${place(deployment)}; ${tries}, ${durationText(durationMs)}.`,
    ...explanation(failed, servers),
  ];
}

function isNotConfirmed(result: Result): boolean {
  return result.status === 'failed' && result.failure.outcome === 'not-confirmed';
}

function interruption(run: Run, signal: string): Closing {
  const { results, durationMs } = run;
  const notConfirmed = results.filter(isNotConfirmed);
  const deployed = results.filter(({ status }) => status === 'deployed').length;
  const head = `Interrupted by ${signal} after ${durationText(durationMs)}`;
  if (results.every(({ status }) => status === 'skipped'))
    return { success: false, lines: [`${head}, before anything was sent.`] };
  const counts = results.length === 1 ? '' : `: ${deployed} of ${results.length} had been deployed by then`;
  const names = notConfirmed.map(({ deployment: { name, app, branch } }) =>
    name === app ? `application ${app} (branch ${branch})` : `${name} (application ${app}, branch ${branch})`,
  );
  const stillRunning =
    notConfirmed.length === 0
      ? ['  Nothing of this step was running in Appsmith at that moment.']
      : [
          `  The deployment of ${nameList(names, '; ')} may still be running in Appsmith.`,
          '  Check there before you run this step again.',
        ];
  return { success: false, lines: [`${head}${counts}.`, ...stillRunning, moreAbout({ key: 'interrupted' })] };
}
