import { adviceLines } from '../deployment/advice.ts';
import type { Deployment, DisabledDeployment, Receipt } from '../deployment/deployment.ts';
import { codeText, type Failure } from '../deployment/failure.ts';
import type { Failed, Result, Run } from '../deployment/result.ts';
import type { Context } from '../input/context.ts';
import { pipe } from '../manifest/manifest.ts';
import type { RepositoryFinding } from '../repository/finding.ts';
import { definedOnly } from '../text/defined-only.ts';
import { printable } from '../text/printable.ts';

/** What a report needs in addition to the run. */
export interface OverviewOptions {
  readonly context: Context;
  /** Masks secrets in one text. */
  readonly redact: (text: string) => string;
  /** What the deployments file disables. */
  readonly disabled?: readonly DisabledDeployment[];
  /** What was found in the clone, where it was checked. */
  readonly repository?: CheckedRepository | undefined;
}

/** What was found in the clone. */
export interface CheckedRepository {
  /** Whether nothing was sent because of it. */
  readonly isRefused: boolean;
  readonly findings: readonly RepositoryFinding[];
}

export type Status = Result['status'] | 'disabled';

/** One attempt; seconds since the run began, at most three decimals. */
export interface AttemptEntry {
  readonly start: number;
  readonly end: number;
  /** Absent when the attempt deployed. */
  readonly code: string | undefined;
}

export interface FailureEntry extends Pick<Failure, 'kind' | 'httpStatus' | keyof typeof FAILURE> {
  /** The code after the key that explains it, for people: `TLS-CA: DEPTH_ZERO_SELF_SIGNED_CERT`. */
  readonly codeText: string;
  readonly advice: readonly string[];
  /** Page that explains the code. */
  readonly help: string;
  /** True when the deployment may be done, or still be running in Appsmith. */
  readonly outcomeUnknown: boolean;
}

/** One deployment of the plan and how it ended. */
export interface Entry extends Pick<Deployment, keyof typeof DEPLOYMENT>, Pick<Receipt, keyof typeof RECEIPT> {
  readonly status: Status;
  readonly attempts: readonly AttemptEntry[];
  /** First attempt to last, with waits; at most three decimals. */
  readonly seconds: number;
  readonly failure?: FailureEntry;
  /** Why it was skipped. */
  readonly reason?: string;
}

/**
 * Only what is listed here can reach a report: no token, no endpoint. Every text is one printable line of limited
 * length, and masked before a renderer escapes it: masking the whole file could break a number or an escape.
 */
export type Overview = ReturnType<typeof overviewOf>;

export function overviewOf(run: Run, { context, redact, disabled = [], repository }: OverviewOptions) {
  // Many deployments have the same server, branch and code.
  const known = new Map<string, string>();
  const text = (value: string, limit: number) => {
    const masked = known.get(value) ?? redact(printable(value));
    known.set(value, masked);
    return printable(masked, limit);
  };
  const entries = [
    ...run.results.map((result) => entryOf(result, text)),
    ...disabled.map((deployment) => unattempted(deployment, 'disabled', text)),
  ];
  const counts = countsOf(entries);
  return {
    version: pipe.version,
    status: statusOf(counts, repository),
    counts,
    /** Failed deployments that may be done, or still be running in Appsmith. */
    unconfirmed: entries.filter(({ failure }) => failure?.outcomeUnknown).length,
    /** Attempts after the first ones, over all deployments. */
    retries: entries.reduce((sum, { attempts }) => sum + Math.max(0, attempts.length - 1), 0),
    /** Wall time of the run; at most three decimals. */
    seconds: seconds(run.durationMs),
    startedAt: run.startedAt,
    interruptedBy: run.interruptedBy,
    build: buildOf(context, text),
    /** In the plan's order, and then those that are disabled. */
    entries,
    repository: repository && {
      isRefused: repository.isRefused,
      findings: repository.findings.slice(0, MOST_FINDINGS).map((finding) => {
        return { ...finding, path: text(finding.path, 500), problem: text(finding.problem, 600) };
      }),
    },
  };
}

/** `deployed` only when every deployment is, and the repository was not refused; `nothing` when there was none. */
function statusOf({ total, deployed }: Counts, repository: CheckedRepository | undefined) {
  if (repository?.isRefused || deployed < total) return 'failed';
  return total > 0 ? 'deployed' : 'nothing';
}

/** Makes text safe for a report: printable, masked, and not longer than the limit. */
type Text = (value: string, limit: number) => string;

/**
 * What a report may show, with the longest text of each. A name is never cut: it has 200 characters of two units each
 * in a deployments file, or is made of application, branch and server.
 */
const DEPLOYMENT = { name: 700, app: 120, branch: 250, url: 300 } as const;
const RECEIPT = { applicationName: 120, deployedAt: 120 } as const;
const FAILURE = {
  code: 60,
  title: 300,
  serverMessage: 600,
  detail: 600,
  requestId: 120,
  serverRequestId: 120,
} as const;
/** Bitbucket's limit for annotations. */
const MOST_FINDINGS = 1_000;

/** The facts about the build in the reports, and where the context has them. `step` is the parallel step, from 0. */
const BUILD = {
  number: 'buildNumber',
  url: 'buildUrl',
  commit: 'commit',
  commitUrl: 'commitUrl',
  branch: 'branch',
  tag: 'tag',
  repository: 'repoFullName',
  environment: 'deploymentEnvironment',
  step: 'parallelStep',
  steps: 'parallelStepCount',
} as const;

/** The texts of a record that a report may show, made safe. */
function limited<K extends string, T extends { readonly [Key in K]?: string }>(
  record: T,
  limits: Readonly<Record<K, number>>,
  text: Text,
): Pick<T, K> {
  const texts: { [Key in K]?: string } = {};
  for (const key of Object.keys(limits) as K[]) {
    const value = record[key];
    if (value !== undefined) texts[key] = text(value, limits[key]);
  }
  return texts as Pick<T, K>;
}

function entryOf(result: Result, text: Text): Entry {
  const entry = unattempted(result.deployment, result.status, text);
  if (result.status === 'skipped') return { ...entry, reason: text(result.reason, 300) };
  return {
    ...entry,
    attempts: result.attempts.map(({ startMs, endMs, failure }) => {
      return { start: seconds(startMs), end: seconds(endMs), code: failure && text(failure.code, FAILURE.code) };
    }),
    seconds: seconds(result.durationMs),
    ...(result.status === 'failed' ? { failure: failureOf(result, text) } : limited(result.receipt, RECEIPT, text)),
  };
}

function unattempted(deployment: DisabledDeployment, status: Status, text: Text): Entry {
  return { ...limited(deployment, DEPLOYMENT, text), status, attempts: [], seconds: 0 };
}

function failureOf({ failure, deployment }: Failed, text: Text): FailureEntry {
  const { kind, key, httpStatus, outcome } = failure;
  return {
    ...limited(failure, FAILURE, text),
    ...definedOnly({ httpStatus }),
    kind,
    codeText: text(codeText(failure), 90),
    advice: adviceLines(failure, deployment).map((line) => text(line, 600)),
    help: `${pipe.failuresUrl}${key.toLowerCase()}`,
    outcomeUnknown: outcome === 'not-confirmed',
  };
}

function buildOf(context: Context, text: Text) {
  const texts = Object.entries(BUILD).map(([name, key]) => [name, context[key] && text(context[key], 300)]);
  return Object.fromEntries(texts) as Readonly<Record<keyof typeof BUILD, string | undefined>>;
}

type Counts = ReturnType<typeof countsOf>;

function countsOf(entries: readonly Entry[]) {
  const count = (status: Status) => entries.filter((entry) => entry.status === status).length;
  const [deployed, failed, skipped] = [count('deployed'), count('failed'), count('skipped')];
  // The total counts those that are not disabled.
  return { total: deployed + failed + skipped, deployed, failed, skipped, disabled: count('disabled') };
}

/** Milliseconds as seconds with at most three decimals, never negative. */
function seconds(ms: number): number {
  return Math.max(0, Math.round(ms)) / 1_000;
}

/** The deployments that failed, are not confirmed or were skipped, each with its number. */
export function countTexts({ counts, unconfirmed }: Pick<Overview, 'counts' | 'unconfirmed'>): string[] {
  const { failed, skipped } = counts;
  const numbers = { failed: failed - unconfirmed, 'not confirmed': unconfirmed, skipped };
  return Object.entries(numbers).flatMap(([words, count]) => (count > 0 ? [`${count} ${words}`] : []));
}

export function failureText({ title, codeText, outcomeUnknown }: FailureEntry): string {
  return `${outcomeUnknown ? 'Not confirmed: ' : ''}${title} (${codeText})`;
}

export function statusText({ status, failure }: Entry): string {
  return failure?.outcomeUnknown ? 'not confirmed' : status;
}
