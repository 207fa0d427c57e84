import { type Context, stepName } from '../input/context.ts';
import { definedOnly } from '../text/defined-only.ts';
import { durationText } from '../text/duration-text.ts';
import { printable } from '../text/printable.ts';
import { countTexts, type Entry, failureText, type Overview } from './overview.ts';
import type { FindingEntry, RepositoryEntry } from './repository-entry.ts';

/** Requests to Bitbucket's API: the report of a commit, then its annotations. */
export interface CodeInsightsRequest {
  /** Path of the API, encoded. */
  readonly path: string;
  readonly body: CodeInsightsReport;
  readonly annotations: readonly Annotation[];
}

interface CodeInsightsReport {
  readonly title: string;
  readonly details: string;
  readonly report_type: 'TEST';
  readonly reporter: string;
  readonly result: 'PASSED' | 'FAILED';
  readonly link?: string;
  readonly data: readonly CodeInsightsData[];
}

type CodeInsightsData =
  | { readonly title: string; readonly type: 'NUMBER' | 'DURATION'; readonly value: number }
  | { readonly title: string; readonly type: 'TEXT'; readonly value: string };

export interface Annotation {
  /** Unique in the report. */
  readonly external_id: string;
  readonly annotation_type: 'BUG';
  readonly result: 'FAILED';
  readonly severity: 'HIGH' | 'LOW';
  readonly path: string;
  readonly line?: number | undefined;
  readonly summary: string;
  readonly details: string;
}

/** Bitbucket's limits. */
const [SUMMARY_LIMIT, DETAILS_LIMIT] = [450, 2_000];

/**
 * The run as a Code Insights report. Its id distinguishes environments and parallel steps; other steps of a pipeline
 * replace the report.
 * @returns undefined where Bitbucket names no commit or repository
 */
export function codeInsights(overview: Overview, context: Context): CodeInsightsRequest | undefined {
  const { repoFullName, commit } = context;
  if (repoFullName === undefined || commit === undefined) return undefined;
  const repository = repoFullName.split('/').map(encodeURIComponent).join('/');
  const path = `/2.0/repositories/${repository}/commit/${encodeURIComponent(commit)}/reports/${stepName(context)}`;
  return { path, body: report(overview), annotations: (overview.repository?.findings ?? []).map(annotation) };
}

function report(overview: Overview): CodeInsightsReport {
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
  const lines = entries.filter(({ status }) => status !== 'deployed').map(trouble);
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
function checkText({ isRefused, findings }: RepositoryEntry): string {
  if (findings.length === 0) return 'Appsmith can import the repository: no problems were found.';
  const count = (severity: FindingEntry['severity']) => findings.filter((each) => each.severity === severity).length;
  const can = isRefused ? 'Appsmith cannot import the repository' : 'Problems in the repository';
  return `${can}: ${count('error')} errors, ${count('warning')} warnings.`;
}

function annotation(finding: FindingEntry, index: number): Annotation {
  const { rule, severity, path, line, problem, effect, advice } = finding;
  return {
    external_id: `${rule}-${index + 1}`,
    annotation_type: 'BUG',
    result: 'FAILED',
    severity: severity === 'error' ? 'HIGH' : 'LOW',
    path,
    line,
    summary: printable(inert(problem), SUMMARY_LIMIT),
    details: inert(`${effect} What to do: ${advice}`),
  };
}

function trouble({ name, status, failure, reason }: Entry): string {
  const why = failure === undefined ? [status, reason].filter(Boolean).join(', ') : failureText(failure);
  return inert(`${name}: ${why}`);
}

/** Text from a server or a file must not become Markdown (a mention, link or image), but read the same to people. */
function inert(text: string): string {
  return text
    .replaceAll('@', '@\u2060')
    .replaceAll('://', ':\u2060//')
    .replace(/[<>[\]`]/g, (char) => LOOKALIKES[char] as string);
}

const LOOKALIKES: Readonly<Record<string, string>> = { '<': '‹', '>': '›', '[': '(', ']': ')', '`': "'" };
