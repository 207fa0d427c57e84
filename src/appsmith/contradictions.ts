import type { Deployment } from '../deployment/deployment.ts';
import type { Answer } from '../http/body.ts';
import { httpDate } from '../http/http-date.ts';
import { printable } from '../text/printable.ts';
import { claimsSuccess, type Envelope, isRecord } from './envelope.ts';

/** Clocks may differ by this much. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** Longest quote from the server, in characters. */
const MOST_SHOWN = 100;

/** What in an envelope contradicts the request or itself, one sentence each. Such an answer proves nothing. */
export function contradictions(envelope: Envelope, { headers }: Answer, question: Question): string[] {
  const { hasError, data, keysWithTwoValues } = envelope;
  const found = keysWithTwoValues.map((key) => `The response has ${quoted(key)} twice, with different values.`);
  if (!claimsSuccess(envelope)) return found;
  if (hasError) found.push('The response reports success, but contains an error.');
  if (data === undefined) return found;
  if (!isRecord(data))
    return [
      ...found,
      `The data of the response is ${quoted(typeof data === 'string' ? data : JSON.stringify(data))}, not an object.`,
    ];
  const { branchName, deployedAt } = data;
  if (typeof branchName === 'string' && branchName !== '' && gitName(branchName) !== gitName(question.branch))
    found.push(
      `Appsmith reports that it deployed the branch ${printable(branchName, MOST_SHOWN)}, but this step asked for ${question.branch}.`,
    );
  const date = httpDate(headers['date']?.[0] ?? '');
  if (
    typeof deployedAt === 'string' &&
    date !== undefined &&
    Date.parse(deployedAt) < date.getTime() - CLOCK_TOLERANCE_MS
  )
    found.push(
      `The time of deployment in the response, ${printable(deployedAt, MOST_SHOWN)}, is long before the response itself, ${date.toISOString()}.`,
    );
  return found;
}

/** The name without the prefix of a remote branch: `origin/main` is the branch `main`. */
function gitName(branch: string): string {
  return branch.toWellFormed().replace(/^(refs\/heads\/|(refs\/remotes\/)?origin\/)/, '');
}

function quoted(text: string): string {
  return `"${printable(text, MOST_SHOWN)}"`;
}

/** The request, to compare its answer with. */
export interface Question extends Pick<Deployment, 'branch' | 'url' | 'names'> {
  /** `workspace/repository` of the pipeline; absent where it need not be the application's. */
  readonly repoFullName?: string | undefined;
  /** Wall clock when the request was sent. */
  readonly askedAt: Date;
  readonly requestId: string;
  /** The address that answered: another than the endpoint after a redirect. */
  readonly address?: string;
  /** The variable or key that sets the http proxy of the request, which may have answered itself. */
  readonly httpProxy?: string | undefined;
}
