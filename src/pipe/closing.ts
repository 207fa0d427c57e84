import type { Failure } from '../deployment/failure.ts';
import type { Deployed, Failed, Run } from '../deployment/result.ts';
import { durationText } from '../duration-text.ts';
import { title } from './title.ts';

/** The last lines of a log. */
export interface Closing {
  readonly success: boolean;
  /** The first one says how it ended, the others why, and what to do. */
  readonly lines: readonly [string, ...string[]];
}

/** What was found out about a server after a failure on it, in a sentence. */
export interface Diagnosis {
  readonly url: string;
  readonly text: string;
}

/** What an explanation needs besides the failure. */
interface Around {
  readonly failuresUrl: string;
  readonly diagnosis: Diagnosis | undefined;
}

/** As many different failures are explained in the log; all are in the reports. */
const MOST_EXPLAINED = 5;
/** As many deployments are named with a failure that they share. */
const MOST_NAMED = 5;

/**
 * Tells how a run ended. Success is claimed only when every deployment of the plan is deployed.
 * @param failuresUrl address that a failure's reference is appended to
 */
export function closing(run: Run, failuresUrl: string, diagnosis?: Diagnosis): Closing {
  const options = { failuresUrl, diagnosis };
  const { results, durationMs, interruptedBy } = run;
  const failed = results.filter((result) => result.status === 'failed');
  const deployed = results.filter((result) => result.status === 'deployed');
  const [first] = results;
  if (interruptedBy !== undefined) return interruption(run, interruptedBy, options);
  if (deployed.length === results.length) {
    if (first?.status === 'deployed' && results.length === 1) return { success: true, lines: [deployedText(first)] };
    return { success: true, lines: [`All ${results.length} deployments are done, in ${durationText(durationMs)}.`] };
  }
  if (first?.status === 'failed' && results.length === 1) return { success: false, lines: one(first, options) };
  const counts = [
    `${failed.length} failed`,
    `${results.length - failed.length - deployed.length} skipped`,
    `${deployed.length} deployed`,
  ];
  return {
    success: false,
    lines: [
      `Not everything is deployed: ${counts.join(', ')}, in ${durationText(durationMs)}.`,
      ...several(failed, options),
    ],
  };
}

function deployedText({ deployment, receipt, durationMs, attempts }: Deployed): string {
  const { app, url } = deployment;
  const { applicationName, branch = deployment.branch } = receipt;
  const what = applicationName === undefined ? `application ${app}` : `${applicationName} (${app})`;
  const name = applicationName === deployment.name ? '' : title(deployment);
  const tries = attempts.length === 1 ? '' : `, at attempt ${attempts.length}`;
  const time = receipt.deployedAt === undefined ? '' : `; time of deployment ${timeText(receipt.deployedAt)}`;
  return `Deployed ${name}${what}, branch ${branch}, to ${url} in ${durationText(durationMs)}${tries}${time}.`;
}

/** `2024-03-05 10:15:30 UTC`; a time in any other form than Appsmith's is shown as it came. (Date would look the machine's time zone up first.) */
function timeText(iso: string): string {
  return iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d{1,9})?Z$/, '$1 $2 UTC');
}

function one({ deployment, failure, attempts, durationMs }: Failed, options: Around): Closing['lines'] {
  const { app, branch, url } = deployment;
  const name = title(deployment);
  const tries = attempts.length === 1 ? '1 attempt' : `${attempts.length} attempts`;
  return [
    `${failure.outcomeUnknown ? 'Not confirmed' : 'Not deployed'}: ${failure.title} (${failure.code}).`,
    `  ${name === '' ? 'Application' : `${name}application`} ${app}, branch ${branch}, ${url}; ${tries}, ${durationText(durationMs)}.`,
    ...explanation(failure, options),
  ];
}

function* explanation(failure: Failure, { failuresUrl, diagnosis }: Around): Iterable<string> {
  if (failure.serverMessage !== undefined) yield `  The server says: "${failure.serverMessage}"`;
  if (failure.detail !== undefined) yield `  ${failure.detail}`;
  if (diagnosis !== undefined) yield `  ${diagnosis.text}`;
  yield '  What to do:';
  for (const line of failure.advice) yield `  - ${line}`;
  const ids = [
    failure.requestId === undefined ? undefined : `X-Request-Id ${failure.requestId}`,
    failure.serverRequestId === undefined ? undefined : `X-Appsmith-Request-Id ${failure.serverRequestId}`,
  ].filter((id) => id !== undefined);
  if (ids.length > 0) yield `  ${ids.join(', ')}`;
  if (failure.reference !== undefined) yield `  More: ${failuresUrl}${failure.reference}`;
}

/** Deployments that failed alike, and of which the same is known, are told together. */
function several(failed: readonly Failed[], options: Around): string[] {
  const groups = Map.groupBy(failed, ({ failure: { title, code, outcomeUnknown } }) =>
    JSON.stringify([title, code, outcomeUnknown]),
  );
  const lines = [...groups.values()].slice(0, MOST_EXPLAINED).flatMap((alike) => {
    const names = alike.slice(0, MOST_NAMED).map(({ deployment }) => deployment.name);
    const more = alike.length > names.length ? ` and ${alike.length - names.length} more` : '';
    const { requestId, serverRequestId, ...failure } = (alike[0] as Failed).failure;
    const ids = alike.length === 1 ? (alike[0] as Failed).failure : failure;
    const concerned = alike.some(({ deployment }) => deployment.url === options.diagnosis?.url);
    const around = concerned ? options : { ...options, diagnosis: undefined };
    return [`${failure.title} (${failure.code}): ${names.join(', ')}${more}`, ...explanation(ids, around)];
  });
  const untold = groups.size - MOST_EXPLAINED;
  return untold > 0 ? [...lines, `${untold} other kinds of failure are in the table above and in the reports.`] : lines;
}

function interruption(run: Run, signal: string, options: Around): Closing {
  const { results, durationMs } = run;
  const unknown = results.filter((result) => result.status === 'failed' && result.failure.outcomeUnknown);
  const deployed = results.filter(({ status }) => status === 'deployed').length;
  const head = `Interrupted by ${signal} after ${durationText(durationMs)}`;
  if (results.every(({ status }) => status === 'skipped'))
    return { success: false, lines: [`${head}, before anything was sent.`] };
  const counts = results.length === 1 ? '' : `: ${deployed} of ${results.length} were deployed before`;
  const names = unknown
    .slice(0, MOST_NAMED)
    .map(({ deployment: { app, branch } }) => `application ${app}, branch ${branch}`);
  const more = unknown.length > names.length ? ` and ${unknown.length - names.length} more` : '';
  const still =
    unknown.length === 0
      ? ['  Nothing was under way in Appsmith at that moment.']
      : [
          `  The deployment of ${names.join('; ')}${more} may still go on in Appsmith.`,
          '  Look there before you run this step again.',
        ];
  return { success: false, lines: [`${head}${counts}.`, ...still, `  More: ${options.failuresUrl}interrupted`] };
}
