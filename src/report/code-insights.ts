import { HttpClient, type Reply } from '../http/http-client.ts';
import { Names } from '../http/names.ts';
import { type Context, stepName } from '../input/context.ts';
import { pipe } from '../manifest/manifest.ts';
import type { Clock } from '../process/clock.ts';
import type { RepositoryFinding } from '../repository/finding.ts';
import { definedOnly } from '../text/defined-only.ts';
import { durationText } from '../text/duration-text.ts';
import { printable } from '../text/printable.ts';
import { type CheckedRepository, countTexts, type Entry, failureText, type Overview } from './overview.ts';

/** Bitbucket's limits: of a text, and for annotations in one request. */
const [SUMMARY_LIMIT, DETAILS_LIMIT, MOST_AT_ONCE] = [450, 2_000, 100];

/** The encoded path of Bitbucket's API for the report of a commit, the report, and its annotations. */
export type CodeInsights = NonNullable<ReturnType<typeof codeInsights>>;

/**
 * The run as a Code Insights report. Its id distinguishes environments and parallel steps; other
 * steps of a pipeline replace the report.
 * @returns undefined where Bitbucket names no commit or repository
 */
export function codeInsights(overview: Overview, context: Context) {
  const { repoFullName, commit } = context;
  if (repoFullName === undefined || commit === undefined) return undefined;
  const repository = repoFullName.split('/').map(encodeURIComponent).join('/');
  const path = `/2.0/repositories/${repository}/commit/${encodeURIComponent(commit)}/reports/${stepName(context)}`;
  return { path, body: report(overview), annotations: (overview.repository?.findings ?? []).map(annotation) };
}

function report(overview: Overview) {
  const { version, status, build, counts, unconfirmed, retries, seconds } = overview;
  const where = [build.environment, build.step && `step ${build.step}`].filter((part) => part !== undefined);
  return {
    title: ['Appsmith deployment', ...where.map(inert)].join(', '),
    details: details(overview),
    report_type: 'TEST',
    reporter: `appsmith-deploy ${version}`,
    result: status === 'failed' ? 'FAILED' : 'PASSED',
    ...definedOnly({ link: build.url }),
    data: [
      { title: 'Deployed', type: 'NUMBER', value: counts.deployed },
      { title: 'Failed', type: 'NUMBER', value: counts.failed - unconfirmed },
      { title: 'Not confirmed', type: 'NUMBER', value: unconfirmed },
      { title: 'Skipped', type: 'NUMBER', value: counts.skipped },
      { title: 'Retries', type: 'NUMBER', value: retries },
      { title: 'Duration', type: 'DURATION', value: Math.round(seconds * 1_000) },
    ],
  };
}

/** The counts, then as many failures as fit. */
function details(overview: Overview): string {
  const { counts, seconds, entries, repository } = overview;
  if (entries.length === 0) return repository === undefined ? 'Nothing to deploy in this step.' : checkText(repository);
  if (entries[0]?.status === 'disabled') return 'Nothing was deployed: every deployment is disabled.';
  const ends = [`${counts.deployed} of ${counts.total} deployed`, ...countTexts(overview)].join(', ');
  const first = `${ends}, in ${durationText(seconds * 1_000)}.`;
  const lines = entries.filter(({ status }) => status !== 'deployed').map(entryText);
  const more = (left: number) => `… and ${left} more: see the build's log.`;
  const result = [first];
  let room = DETAILS_LIMIT - first.length - more(lines.length).length - 1;
  for (const [index, line] of lines.entries()) {
    room -= line.length + 1;
    if (room < 0) return [...result, more(lines.length - index)].join('\n');
    result.push(line);
  }
  return result.join('\n');
}

/** A dry run reports only the check of the repository. */
function checkText({ isRefused, findings }: CheckedRepository): string {
  if (findings.length === 0) return 'Appsmith can import the repository: no problems were found.';
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const verdict = isRefused ? 'Appsmith cannot import the repository' : 'Problems in the repository';
  return `${verdict}: ${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')}.`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function annotation({ rule, severity, path, line, problem, effect, advice }: RepositoryFinding, index: number) {
  return {
    external_id: `${rule}-${index + 1}`, // unique in the report
    annotation_type: 'BUG',
    result: 'FAILED',
    severity: severity === 'error' ? 'HIGH' : 'LOW',
    path,
    line,
    summary: printable(inert(problem), SUMMARY_LIMIT),
    details: inert(`${effect} What to do: ${advice}`),
  };
}

function entryText({ name, status, failure, reason }: Entry): string {
  const why = failure === undefined ? [status, reason].filter(Boolean).join(', ') : failureText(failure);
  return inert(`${name}: ${why}`);
}

/** Text from a server or a file must not become Markdown (a mention, link or image), but look the same. */
function inert(text: string): string {
  return text
    .replaceAll('@', '@\u2060')
    .replaceAll('://', ':\u2060//')
    .replace(/[<>[\]`]/g, (char) => LOOKALIKES[char] as string);
}

const LOOKALIKES: Readonly<Record<string, string>> = { '<': '‹', '>': '›', '[': '(', ']': ')', '`': "'" };

/** Bitbucket's proxy inside a pipe, which adds the credentials of the build. */
const PROXY = 'http://host.docker.internal:29418';
const API = 'http://api.bitbucket.org';
/** For all requests. */
const TIMEOUT_MS = 10_000;

export interface SendOptions {
  /** Aborts it. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly proxy?: string;
  readonly timeoutMs?: number;
}

/**
 * Sends a report to Bitbucket, then its annotations.
 * @returns why it was not accepted, for a WARNING: a deployment does not fail because of its report
 */
export async function sendCodeInsights(
  { path, body: report, annotations }: CodeInsights,
  { signal: interrupted, clock, proxy = PROXY, timeoutMs = TIMEOUT_MS }: SendOptions,
): Promise<string | undefined> {
  const { userAgent } = pipe;
  const proxies = { http: proxy };
  const options = { names: new Names(), tls: {}, proxies, userAgent, clock, extraHeaders: [], keepAlive: false };
  const http = new HttpClient(options);
  const deadline = clock.now() + timeoutMs;
  const requests: { method: 'PUT' | 'POST'; address: string; content: object }[] = [
    { method: 'PUT', address: API + path, content: report },
  ];
  for (let at = 0; at < annotations.length; at += MOST_AT_ONCE) {
    const content = annotations.slice(at, at + MOST_AT_ONCE);
    requests.push({ method: 'POST', address: `${API}${path}/annotations`, content });
  }
  for (const { method, address, content } of requests) {
    const body = JSON.stringify(content);
    const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    const reply = await http.send(address, { method, headers, body, interrupted, deadline });
    const reason = reasonOf(reply, timeoutMs);
    if (reason !== undefined) return `Bitbucket did not accept the Code Insights report: ${reason}`;
  }
  return undefined;
}

function reasonOf(reply: Reply, timeoutMs: number): string | undefined {
  if (reply.kind === 'answered') {
    const { status, body, end } = reply.answer;
    if (end === 'cut') return 'its response was cut off.';
    if (status >= 200 && status < 300) return undefined;
    const words = printable(body.toString('utf8'), 200);
    return `HTTP ${status}${words && `, «${words}»`}.`;
  }
  const { code } = reply.error;
  if (code === 'INTERRUPTED') return 'the pipe was interrupted.';
  if (code === 'TIMEOUT') return `no response within ${timeoutMs / 1_000} s.`;
  return `${code}. It can be sent only from inside Bitbucket Pipelines, through its proxy.`;
}
