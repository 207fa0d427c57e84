import { adviceLines } from '../deployment/advice.ts';
import { codeText, type Failure } from '../deployment/failure.ts';
import type { Failed } from '../deployment/result.ts';
import { pipe } from '../manifest/manifest.ts';
import { sentenceLines } from '../text/printable.ts';

/** What was found out about a server after a failure on it. */
export interface ServerState {
  readonly url: string;
  /** A sentence. */
  readonly text: string;
  /** The code of the failures that it explains; absent: it explains those that do not say what responded. */
  readonly code?: string;
}

/** What happened, with its code. */
export function headline(failure: Failure): string {
  return `${failure.title} (${codeText(failure)})`;
}

/** `Not deployed` where that is certain. */
export function outcomeText({ outcome }: Failure): string {
  return outcome === 'not-confirmed' ? 'Not confirmed' : 'Not deployed';
}

/** Why one deployment failed and what to do, as indented lines. */
export function* explanation({ deployment, failure }: Failed, servers: readonly ServerState[]): Iterable<string> {
  const found = servers.filter((server) => isAbout(server, failure, deployment.url));
  for (const text of [...wordsOf(failure), ...found.map(({ text }) => text)]) yield `  ${text}`;
  yield '  What to do:';
  for (const line of adviceLines(failure, deployment)) yield `  - ${line}`;
  for (const ids of idsOf(failure)) yield `  ${ids}`;
  yield moreAbout(failure);
}

/**
 * Whether what was found out about a server explains a failure.
 * @param failedUrl address of the server that the failure happened on
 */
export function isAbout({ url, code }: ServerState, failure: Failure, failedUrl: string): boolean {
  if (url !== failedUrl) return false;
  return code === undefined ? failure.ambiguous === true : code === failure.code;
}

/** What the failures of one kind do not share, in lines: the server's message, and further details. */
export function wordsOf({ serverMessage, detail }: Failure): string[] {
  const lines = serverMessage === undefined ? [] : [`The server says: "${serverMessage}"`];
  if (detail !== undefined) lines.push(...sentenceLines(detail, LINE_LENGTH));
  return lines;
}

/** Longest line of sentences, without its indentation. */
const LINE_LENGTH = 115;

/** The ids of the request in the server's log, in one line; no line when there are none. */
export function idsOf({ requestId, serverRequestId }: Failure): string[] {
  const ids: string[] = [];
  if (requestId !== undefined) ids.push(`X-Request-Id ${requestId}`);
  if (serverRequestId !== undefined) ids.push(`X-Appsmith-Request-Id ${serverRequestId}`);
  return ids.length === 0 ? [] : [ids.join(', ')];
}

/** Where the failure is explained at length. */
export function moreAbout({ key }: Pick<Failure, 'key'>): string {
  return `  More: ${pipe.failuresUrl}${key.toLowerCase()}`;
}
