import type { Failure, NotDone } from '../../deployment/failure.ts';
import type { Answer } from '../../http/body.ts';
import { retryAfterMs } from '../../http/http-date.ts';
import { definedOnly } from '../../text/defined-only.ts';
import { printable } from '../../text/printable.ts';
import type { Question } from '../contradictions.ts';
import { type CatalogueEntry, catalogue, type FailureKey } from './catalogue.ts';

/** What is known of a failure in addition to its entry in the catalogue. */
export type Details = Partial<Omit<Failure, 'kind' | 'key' | 'outcome'>>;

/** The failure that a catalogue entry describes; details win over the entry. */
export function failureOf(key: FailureKey, outcome: Failure['outcome'], details: Details = {}): Failure {
  const { kind, title, advice, retryable, longWait, ambiguous, unlikely }: CatalogueEntry = catalogue[key];
  const entry = { kind, title, advice, retryable, ...definedOnly({ longWait, ambiguous, unlikely }) };
  return { key, code: key, ...entry, ...details, outcome };
}

/** True when the catalogue has an entry for the text. */
export function isFailureKey(text: string): text is FailureKey {
  return Object.hasOwn(catalogue, text);
}

/** Longest id that is shown: Appsmith's are UUIDs. */
const LONGEST_ID = 64;

/**
 * What every answer says, from Appsmith or a gateway. Caddy, which is in Appsmith's own image, puts an id on whatever
 * it answers.
 */
export function answerDetails({ status, headers }: Answer, { askedAt, requestId }: Question): Details {
  const serverRequestId = printable([headers['x-appsmith-request-id']].flat().join(), LONGEST_ID);
  return definedOnly({
    httpStatus: status,
    retryAfterMs: retryAfterMs(headers['retry-after'] ?? [], askedAt),
    requestId,
    serverRequestId: serverRequestId === '' ? undefined : serverRequestId,
  });
}

/** What is known of a request that did not prove a deployment. */
export type Evidence =
  | { readonly kind: 'no-answer'; readonly sent: boolean }
  /** TLS or a proxy has refused the connection, so the request itself did not get through. */
  | { readonly kind: 'no-connection' }
  /** An envelope of Appsmith, explained by this entry. */
  | { readonly kind: 'appsmith'; readonly refused: boolean; readonly key: FailureKey }
  /** An answer without an envelope, of a gateway or of Appsmith's own filters. */
  | { readonly kind: 'gateway'; readonly status: number };

/** A time-out inside Appsmith: the deployment may be running all the same. */
const TIMED_OUT: ReadonlySet<FailureKey> = new Set<FailureKey>(['AE-APP-5040', 'HTTP-408', 'HTTP-504']);

/** 4xx that a gateway gives after it has passed the request on: it, or its client, stopped waiting. */
const STOPPED_WAITING = new Set([408, 460, 499]);

/**
 * 5xx that are given before the request is passed on: a captive portal's, and a CDN's that cannot make TLS to the
 * server.
 */
const NEVER_PASSED_ON = new Set([511, 525, 526]);

/**
 * Says whether it is certain that nothing was deployed. Once a request was sent, whatever is not certain is not
 * confirmed.
 */
export function outcomeOf(evidence: Evidence): NotDone {
  return isCertain(evidence) ? 'not-deployed' : 'not-confirmed';
}

function isCertain(evidence: Evidence): boolean {
  switch (evidence.kind) {
    case 'no-answer':
      return !evidence.sent;
    case 'no-connection':
      return true;
    case 'appsmith':
      return evidence.refused && !TIMED_OUT.has(evidence.key);
    case 'gateway': {
      const { status } = evidence;
      return (status >= 400 && status <= 499 && !STOPPED_WAITING.has(status)) || NEVER_PASSED_ON.has(status);
    }
  }
}

/** An advice where a proxy may have answered in the server's place, or may be what failed. */
export const LOOK_AT_PROXY = 'The request goes through the proxy in {proxy}: look there as well.';
