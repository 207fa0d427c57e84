import { adviceLines } from '../deployment/advice.ts';
import type { DisabledDeployment } from '../deployment/deployment.ts';
import { codeText, type Failure } from '../deployment/failure.ts';
import type { Attempt, Failed, Result, Run } from '../deployment/result.ts';
import type { Context } from '../input/context.ts';
import { printable } from '../text/printable.ts';
import { type CheckedRepository, type RepositoryEntry, repositoryEntry } from './repository-entry.ts';

/** What a report needs in addition to the run. */
export interface About {
  readonly context: Context;
  /** Version of the pipe. */
  readonly version: string;
  /** Masks secrets in one text. */
  readonly redact: (text: string) => string;
  /** Address that the key of a failure is appended to, e.g. `https://bitbucket.org/…/docs/failures.md#`. */
  readonly failuresUrl?: string;
  /** What the deployments file disables. */
  readonly disabled?: readonly DisabledDeployment[];
  /** What was found in the clone, where it was checked. */
  readonly repository?: CheckedRepository | undefined;
}

export type Status = Result['status'] | 'disabled';

/** One attempt; seconds since the run began, at most three decimals. */
export interface AttemptEntry {
  readonly start: number;
  readonly end: number;
  /** Absent when the attempt deployed. */
  readonly code: string | undefined;
}

export interface FailureEntry {
  readonly kind: Failure['kind'];
  readonly code: string;
  /** The code with the one that explains it, for people: `TLS-CA: DEPTH_ZERO_SELF_SIGNED_CERT`. */
  readonly codeText: string;
  readonly title: string;
  readonly advice: readonly string[];
  readonly serverMessage: string | undefined;
  readonly detail: string | undefined;
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
  readonly serverRequestId: string | undefined;
  /** Page that explains the code. */
  readonly help: string | undefined;
  /** True when the deployment may be done, or still be running in Appsmith. */
  readonly outcomeUnknown: boolean;
}

/** One deployment of the plan and how it ended. */
export interface Entry {
  readonly name: string;
  readonly app: string;
  readonly branch: string;
  readonly url: string;
  readonly status: Status;
  readonly attempts: readonly AttemptEntry[];
  /** First attempt to last, with waits; at most three decimals. */
  readonly seconds: number;
  readonly applicationName: string | undefined;
  readonly deployedAt: string | undefined;
  readonly failure: FailureEntry | undefined;
  /** Why it was skipped. */
  readonly reason: string | undefined;
}

/** The `step` is a parallel one, from 0. */
export type Build = Readonly<
  Record<
    'number' | 'url' | 'commit' | 'commitUrl' | 'branch' | 'tag' | 'repository' | 'environment' | 'step' | 'steps',
    string | undefined
  >
>;

interface Counts {
  /** Those that are not disabled. */
  readonly total: number;
  readonly deployed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly disabled: number;
}

/**
 * Only what is listed here can reach a report: no token, no endpoint. Every text is one printable line of limited
 * length, and masked before a renderer escapes it: masking the whole file could break a number or an escape.
 */
export interface Overview {
  readonly version: string;
  /** `deployed` only when every deployment is, and the repository was not refused; `nothing` when there was none. */
  readonly status: 'deployed' | 'failed' | 'nothing';
  readonly counts: Counts;
  /** How many of the failed ones may be deployed, or still be running in Appsmith. */
  readonly unconfirmed: number;
  /** Attempts after the first ones, over all deployments. */
  readonly retries: number;
  /** Wall time of the run; at most three decimals. */
  readonly seconds: number;
  readonly startedAt: Date;
  readonly interruptedBy: string | undefined;
  readonly build: Build;
  /** In the plan's order, and then those that are disabled. */
  readonly entries: readonly Entry[];
  readonly repository: RepositoryEntry | undefined;
}

export function overviewOf(run: Run, about: About): Overview {
  // Of many deployments most texts come again: the server, the branch, the code.
  const known = new Map<string, string>();
  const masked = (value: string) => {
    const result = known.get(value) ?? about.redact(printable(value));
    known.set(value, result);
    return result;
  };
  const text = (value: string, limit: number) => printable(masked(value), limit);
  const entries = [
    ...run.results.map((result) => entryOf(result, text, about.failuresUrl)),
    ...(about.disabled ?? []).map((deployment) => unattempted(deployment, 'disabled', text)),
  ];
  const counts = countsOf(entries);
  const repository = about.repository && repositoryEntry(about.repository, text);
  return {
    version: about.version,
    status:
      repository?.isRefused || counts.deployed < counts.total ? 'failed' : counts.total > 0 ? 'deployed' : 'nothing',
    counts,
    unconfirmed: entries.filter(({ failure }) => failure?.outcomeUnknown).length,
    retries: entries.reduce((sum, entry) => sum + Math.max(0, entry.attempts.length - 1), 0),
    seconds: seconds(run.durationMs),
    startedAt: run.startedAt,
    interruptedBy: run.interruptedBy,
    build: buildOf(about.context, text),
    entries,
    repository,
  };
}

/** Makes foreign text safe for a report: printable, masked, and not longer than the limit. */
type Text = (value: string, limit: number) => string;

/** A name is never cut: 200 characters of a deployments file, of two units each, or application, branch and server. */
const LIMIT = { code: 60, codes: 90, id: 120, name: 700, branch: 250, url: 300, title: 300, message: 600 } as const;

function entryOf(result: Result, text: Text, failuresUrl: string | undefined): Entry {
  const entry = unattempted(result.deployment, result.status, text);
  if (result.status === 'skipped') return { ...entry, reason: text(result.reason, LIMIT.title) };
  const receipt = result.status === 'deployed' ? result.receipt : {};
  return {
    ...entry,
    attempts: result.attempts.map((attempt) => attemptOf(attempt, text)),
    seconds: seconds(result.durationMs),
    applicationName: optional(receipt.applicationName, text, LIMIT.id),
    deployedAt: optional(receipt.deployedAt, text, LIMIT.id),
    failure: result.status === 'failed' ? failureOf(result, text, failuresUrl) : undefined,
  };
}

function unattempted({ name, app, branch, url }: DisabledDeployment, status: Status, text: Text): Entry {
  return {
    name: text(name, LIMIT.name),
    app: text(app, LIMIT.id),
    branch: text(branch, LIMIT.branch),
    url: text(url, LIMIT.url),
    status,
    attempts: [],
    seconds: 0,
    applicationName: undefined,
    deployedAt: undefined,
    failure: undefined,
    reason: undefined,
  };
}

function attemptOf({ startMs, endMs, failure }: Attempt, text: Text): AttemptEntry {
  return {
    start: seconds(startMs),
    end: seconds(endMs),
    code: failure && text(failure.code, LIMIT.code),
  };
}

function failureOf({ failure, deployment }: Failed, text: Text, failuresUrl: string | undefined): FailureEntry {
  return {
    kind: failure.kind,
    code: text(failure.code, LIMIT.code),
    codeText: text(codeText(failure), LIMIT.codes),
    title: text(failure.title, LIMIT.title),
    advice: adviceLines(failure, deployment).map((line) => text(line, LIMIT.message)),
    serverMessage: optional(failure.serverMessage, text, LIMIT.message),
    detail: optional(failure.detail, text, LIMIT.message),
    httpStatus: failure.httpStatus,
    requestId: optional(failure.requestId, text, LIMIT.id),
    serverRequestId: optional(failure.serverRequestId, text, LIMIT.id),
    help: failuresUrl && `${failuresUrl}${failure.key.toLowerCase()}`,
    outcomeUnknown: failure.outcome === 'not-confirmed',
  };
}

function buildOf(context: Context, text: Text): Build {
  const own = (value: string | undefined) => optional(value, text, LIMIT.url);
  return {
    number: own(context.buildNumber),
    url: own(context.buildUrl),
    commit: own(context.commit),
    commitUrl: own(context.commitUrl),
    branch: own(context.branch),
    tag: own(context.tag),
    repository: own(context.repoFullName),
    environment: own(context.deploymentEnvironment),
    step: own(context.parallelStep),
    steps: own(context.parallelStepCount),
  };
}

function optional(value: string | undefined, text: Text, limit: number): string | undefined {
  return value === undefined ? undefined : text(value, limit);
}

function countsOf(entries: readonly Entry[]): Counts {
  const count = (status: Status) => entries.filter((entry) => entry.status === status).length;
  const [deployed, failed, skipped] = [count('deployed'), count('failed'), count('skipped')];
  return { total: deployed + failed + skipped, deployed, failed, skipped, disabled: count('disabled') };
}

/** Milliseconds as seconds with at most three decimals, never negative. */
function seconds(ms: number): number {
  return Math.max(0, Math.round(ms)) / 1_000;
}

/** The deployments that failed, are not confirmed or were skipped, each with its number. */
export function countTexts({ counts, unconfirmed }: Pick<Overview, 'counts' | 'unconfirmed'>): string[] {
  const { failed, skipped } = counts;
  const texts: readonly [number, string][] = [
    [failed - unconfirmed, 'failed'],
    [unconfirmed, 'not confirmed'],
    [skipped, 'skipped'],
  ];
  return texts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
}

export function failureText({ title, codeText, outcomeUnknown }: FailureEntry): string {
  return `${outcomeUnknown ? 'Not confirmed: ' : ''}${title} (${codeText})`;
}

export function statusText({ status, failure }: Entry): string {
  return failure?.outcomeUnknown ? 'not confirmed' : status;
}
