import type { Failure, FailureOutcome } from '../../deployment/failure.ts';
import type { Answer } from '../../http/body.ts';
import { retryAfterMs } from '../../http/http-date.ts';
import { definedOnly } from '../../text/defined-only.ts';
import { printable } from '../../text/printable.ts';
import type { Question } from '../contradictions.ts';
import { type CatalogueEntry, catalogue, type FailureKey } from './catalogue.ts';

/** The entry of the catalogue that explains a failure, and what replaces parts of it. */
export interface Cause extends Partial<Omit<Failure, 'kind' | 'key' | 'outcome'>> {
  readonly key: FailureKey;
}

/** Makes a failure from its entry in the catalogue; the cause takes precedence. */
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
 * What is read from every answer, Appsmith's or a gateway's. Caddy, which is part of Appsmith's image, adds an id to
 * all of its answers.
 */
export function answerDetails({ status, headers }: Answer, { askedAt, requestId }: Question) {
  return definedOnly({
    httpStatus: status,
    retryAfterMs: retryAfterMs(headers['retry-after'] ?? [], askedAt),
    requestId,
    serverRequestId: printable(headers['x-appsmith-request-id']?.join() ?? '', LONGEST_ID) || undefined,
  });
}

/** Timeouts inside Appsmith: the deployment may still be running. */
export const TIMED_OUT: ReadonlySet<FailureKey> = new Set<FailureKey>(['AE-APP-5040', 'HTTP-408', 'HTTP-504']);

/** 4xx that a gateway sends after it has passed the request on: it, or its client, stopped waiting. */
const STOPPED_WAITING = new Set([408, 460, 499]);

/** 5xx that are sent before the request is passed on: by a captive portal, or a CDN without TLS to the server. */
const NEVER_PASSED_ON = new Set([511, 525, 526]);

/** The outcome of an answer without an envelope, from a gateway or one of Appsmith's filters. */
export function outcomeOfStatus(status: number): FailureOutcome {
  const isRefused = (status >= 400 && status <= 499 && !STOPPED_WAITING.has(status)) || NEVER_PASSED_ON.has(status);
  return isRefused ? 'not-deployed' : 'not-confirmed';
}

/** Advice when a proxy may have answered instead of the server, or may have failed. */
export const LOOK_AT_PROXY = 'The request goes through the proxy in {proxy}: look there as well.';
