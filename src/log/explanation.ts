import { type Failure, isPuzzling } from '../deployment/failure.ts';

/** What was found out about a server after a failure on it, in a sentence. */
export interface Diagnosis {
  readonly url: string;
  readonly text: string;
  /** The only code of a failure that it belongs to; absent where it belongs to every failure that leaves the server open. */
  readonly code?: string;
}

/** What an explanation needs besides the failure. */
export interface Around {
  /** Address that a failure's reference is appended to. */
  readonly failuresUrl: string;
  /** At most one for each server. */
  readonly diagnoses: readonly Diagnosis[];
}

/** Why one deployment failed and what to do, as indented lines. */
export function* explanation(failure: Failure, url: string, { failuresUrl, diagnoses }: Around): Iterable<string> {
  const found = diagnoses.filter((each) => isAbout(each, failure, url));
  for (const text of [...wordsOf(failure), ...found.map(({ text }) => text)]) yield `  ${text}`;
  yield '  What to do:';
  for (const line of failure.advice) yield `  - ${line}`;
  for (const ids of idsOf(failure)) yield `  ${ids}`;
  yield* moreAbout(failure, failuresUrl);
}

/** Whether a diagnosis says something of a failure on a server. */
export function isAbout(diagnosis: Diagnosis, failure: Failure, url: string): boolean {
  if (diagnosis.url !== url) return false;
  return diagnosis.code === undefined ? isPuzzling(failure) : diagnosis.code === failure.code;
}

/** What is known of this failure alone: the server's words, and what was seen besides. */
export function wordsOf({ serverMessage, detail }: Failure): string[] {
  return [serverMessage === undefined ? undefined : `The server says: "${serverMessage}"`, detail].filter(
    (text) => text !== undefined,
  );
}

/** The ids that the request has in the server's log, in one line; none where there is no id. */
export function idsOf({ requestId, serverRequestId }: Failure): string[] {
  const ids = [
    requestId === undefined ? undefined : `X-Request-Id ${requestId}`,
    serverRequestId === undefined ? undefined : `X-Appsmith-Request-Id ${serverRequestId}`,
  ].filter((id) => id !== undefined);
  return ids.length === 0 ? [] : [ids.join(', ')];
}

/** Where the failure is explained at length. */
export function moreAbout({ reference }: Failure, failuresUrl: string): string[] {
  return reference === undefined ? [] : [`  More: ${failuresUrl}${reference}`];
}
