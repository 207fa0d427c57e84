import type { Failure, NotDone } from '../../deployment/failure.ts';
import type { Answer } from '../../http/body.ts';
import { retryAfterMs } from '../../http/http-date.ts';
import { definedOnly } from '../../text/defined-only.ts';
import { printable } from '../../text/printable.ts';
import type { Question } from '../contradictions.ts';
import { type CatalogueEntry, catalogue, type FailureKey } from './catalogue.ts';

/** The entry of the catalogue that explains a failure, and what is particular to this one. */
export interface Cause extends Partial<Omit<Failure, 'kind' | 'key' | 'outcome'>> {
  readonly key: FailureKey;
}

/** The failure that a catalogue entry describes; what is particular to it wins over the entry. */
export function failureOf(cause: Cause & Pick<Failure, 'outcome'>): Failure {
  const entry: CatalogueEntry = catalogue[cause.key];
  return { code: cause.key, retryable: 'no', ...entry, ...cause };
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
export function answerDetails({ status, headers }: Answer, { askedAt, requestId }: Question) {
  return definedOnly({
    httpStatus: status,
    retryAfterMs: retryAfterMs(headers['retry-after'] ?? [], askedAt),
    requestId,
    serverRequestId: printable(headers['x-appsmith-request-id']?.join() ?? '', LONGEST_ID) || undefined,
  });
}

/** A time-out inside Appsmith: the deployment may be running all the same. */
export const TIMED_OUT: ReadonlySet<FailureKey> = new Set<FailureKey>(['AE-APP-5040', 'HTTP-408', 'HTTP-504']);

/** 4xx that a gateway gives after it has passed the request on: it, or its client, stopped waiting. */
const STOPPED_WAITING = new Set([408, 460, 499]);

/**
 * 5xx that are given before the request is passed on: a captive portal's, and a CDN's that cannot make TLS to the
 * server.
 */
const NEVER_PASSED_ON = new Set([511, 525, 526]);

/** Of an answer without an envelope, of a gateway or of Appsmith's own filters: what is not certain is not confirmed. */
export function outcomeOfStatus(status: number): NotDone {
  const isRefused = (status >= 400 && status <= 499 && !STOPPED_WAITING.has(status)) || NEVER_PASSED_ON.has(status);
  return isRefused ? 'not-deployed' : 'not-confirmed';
}

/** An advice where a proxy may have answered in the server's place, or may be what failed. */
export const LOOK_AT_PROXY = 'The request goes through the proxy in {proxy}: look there as well.';
