import type { Deployed, Failed, Run } from '../deployment/result.ts';
import { durationText } from '../text/duration-text.ts';
import { nameList, place, title } from './deployment-names.ts';
import { type Context, explanation, headline, outcomeText, type ServerState } from './explanation.ts';
import { failedTogether, skippedTogether } from './grouped-failures.ts';

/** The last lines of a log. */
export interface Closing {
  readonly success: boolean;
  /** The first one says how it ended, the others why, and what to do. */
  readonly lines: readonly [string, ...string[]];
}

/**
 * Says how a run ended. Success is claimed only when every deployment of the plan is deployed.
 * @param failuresUrl address that a failure's reference is appended to
 * @param servers what was found out about each of them
 */
export function closing(run: Run, failuresUrl: string, servers: readonly ServerState[] = []): Closing {
  const options = { failuresUrl, servers };
  const { results, durationMs, interruptedBy } = run;
  const failed = results.filter((result) => result.status === 'failed');
  const deployed = results.filter((result) => result.status === 'deployed');
  const skipped = results.filter((result) => result.status === 'skipped');
  const [first] = results;
  if (interruptedBy !== undefined) return interruption(run, interruptedBy, options);
  if (deployed.length === results.length) {
    if (first?.status === 'deployed' && results.length === 1) return { success: true, lines: [deployedText(first)] };
    return { success: true, lines: [`All ${results.length} deployments succeeded, in ${durationText(durationMs)}.`] };
  }
  if (first?.status === 'failed' && results.length === 1) return { success: false, lines: one(first, options) };
  const unknown = failed.filter(({ failure }) => failure.outcome === 'not-confirmed').length;
  const counts = [
    `${failed.length - unknown} failed`,
    ...(unknown === 0 ? [] : [`${unknown} not confirmed`]),
    `${skipped.length} skipped`,
    `${deployed.length} deployed`,
  ];
  return {
    success: false,
    lines: [
      `Not everything is deployed: ${counts.join(', ')}, in ${durationText(durationMs)}.`,
      ...failedTogether(failed, options),
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

function one({ deployment, failure, attempts, durationMs }: Failed, options: Context): Closing['lines'] {
  const tries = attempts.length === 1 ? '1 attempt' : `${attempts.length} attempts`;
  return [
    `${outcomeText(failure)}: ${headline(failure)}.`,
    `  ${place(deployment)}; ${tries}, ${durationText(durationMs)}.`,
    ...explanation({ deployment, failure }, options),
  ];
}

function interruption(run: Run, signal: string, options: Context): Closing {
  const { results, durationMs } = run;
  const unknown = results.filter((result) => result.status === 'failed' && result.failure.outcome === 'not-confirmed');
  const deployed = results.filter(({ status }) => status === 'deployed').length;
  const head = `Interrupted by ${signal} after ${durationText(durationMs)}`;
  if (results.every(({ status }) => status === 'skipped'))
    return { success: false, lines: [`${head}, before anything was sent.`] };
  const counts = results.length === 1 ? '' : `: ${deployed} of ${results.length} had been deployed by then`;
  const names = unknown.map(({ deployment: { name, app, branch } }) =>
    name === app ? `application ${app} (branch ${branch})` : `${name} (application ${app}, branch ${branch})`,
  );
  const still =
    unknown.length === 0
      ? ['  Nothing of this step was running in Appsmith at that moment.']
      : [
          `  The deployment of ${nameList(names, '; ')} may still be running in Appsmith.`,
          '  Check there before you run this step again.',
        ];
  return { success: false, lines: [`${head}${counts}.`, ...still, `  More: ${options.failuresUrl}interrupted`] };
}

/**
 * How a server of a plan answered in a dry run: as an Appsmith; not at all; by refusing the connection; with an error or
 * a login of something in front of it; as something that is no Appsmith. `impossible`: it cannot be reached as things
 * are.
 */
export type ServerAnswer = 'appsmith' | 'silent' | 'refused' | 'front' | 'foreign' | 'impossible';

const TOKEN = 'The token was not checked: Appsmith offers no way to do that without deploying.';

/**
 * How a dry run ended. A server that does not answer now may do so later, and what is in front of it may let a
 * deployment through; what cannot be reached, or is no Appsmith, is a failure.
 */
export function dryRunVerdict(answers: readonly ServerAnswer[]): Closing {
  const all = answers.length;
  const count = (...kinds: ServerAnswer[]) => answers.filter((answer) => kinds.includes(answer)).length;
  const impossible = count('impossible', 'foreign');
  if (impossible > 0) {
    const where = all === 1 ? 'a deployment' : `a deployment to ${impossible} of ${all} servers`;
    const why = impossible === 1 ? 'for the reason above' : 'for the reasons above';
    const what =
      answers[0] === 'foreign' && all === 1 ? 'what responds is not Appsmith' : `${where} is impossible, ${why}`;
    return { success: false, lines: [`Dry run: ${what}. Nothing was deployed.`] };
  }
  const some = (number: number) => (all === 1 ? 'The server' : `${number} of ${all} servers`);
  const silent = count('silent', 'refused');
  const nobody = count('silent') === 0 ? ': nothing listens there' : '';
  const sentences = [
    silent > 0 ? `${some(silent)} did not respond${nobody}.` : '',
    count('front') > 0 ? `${some(count('front'))} responded, but not as Appsmith does.` : '',
  ].filter((sentence) => sentence !== '');
  if (sentences.length === 0) sentences.push(all === 1 ? 'The server responded.' : `All ${all} servers responded.`);
  return { success: true, lines: [['Dry run: nothing was deployed.', ...sentences, TOKEN].join(' ')] };
}
