import { adviceLines } from '../deployment/advice.ts';
import { codeText, type Failure } from '../deployment/failure.ts';
import type { Failed } from '../deployment/result.ts';
import { pipe } from '../manifest/manifest.ts';
import { sentenceLines } from '../text/printable.ts';

/** What was found out about a server after a failure on it, in a sentence. */
export interface ServerState {
  readonly url: string;
  readonly text: string;
  /**
   * The only code of a failure that it belongs to; absent where it belongs to every failure that leaves the server
   * open.
   */
  readonly code?: string;
}

/** What happened, with the code that explains it; a more exact one follows. */
export function headline(failure: Failure): string {
  return `${failure.title} (${codeText(failure)})`;
}

/** Whether it is certain that nothing was deployed. */
export function outcomeText({ outcome }: Failure): string {
  return outcome === 'not-confirmed' ? 'Not confirmed' : 'Not deployed';
}

/** Why one deployment failed and what to do, as indented lines. */
export function* explanation({ deployment, failure }: Failed, servers: readonly ServerState[]): Iterable<string> {
  const found = servers.filter((each) => isAbout(each, failure, deployment.url));
  for (const text of [...wordsOf(failure), ...found.map(({ text }) => text)]) yield `  ${text}`;
  yield '  What to do:';
  for (const line of adviceLines(failure, deployment)) yield `  - ${line}`;
  for (const ids of idsOf(failure)) yield `  ${ids}`;
  yield moreAbout(failure);
}

/** Whether what was found out about a server says something of a failure on it. */
export function isAbout({ url, code }: ServerState, failure: Failure, server: string): boolean {
  if (url !== server) return false;
  return code === undefined ? failure.ambiguous === true : code === failure.code;
}

/** What is known of this failure alone: the server's message, and what else was seen, in lines. */
export function wordsOf({ serverMessage, detail }: Failure): string[] {
  const words = serverMessage === undefined ? [] : [`The server says: "${serverMessage}"`];
  return detail === undefined ? words : [...words, ...sentenceLines(detail, LINE_LENGTH)];
}

/** Longest line of sentences, without its indentation. */
const LINE_LENGTH = 115;

/** The ids that the request has in the server's log, in one line; none where there is no id. */
export function idsOf({ requestId, serverRequestId }: Failure): string[] {
  const ids = [requestId && `X-Request-Id ${requestId}`, serverRequestId && `X-Appsmith-Request-Id ${serverRequestId}`];
  const text = ids.filter(Boolean).join(', ');
  return text === '' ? [] : [text];
}

/** Where the failure is explained at length. */
export function moreAbout({ key }: Pick<Failure, 'key'>): string {
  return `  More: ${pipe.failuresUrl}${key.toLowerCase()}`;
}
