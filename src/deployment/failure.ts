/**
 * What kind of trouble it was. A reader's view, coarser than the code:
 * access (token, plan, permission), target (address, application, branch), git (repository, conflict, key), busy (lock, rate limit, starting),
 * server (its own error), network (never reached, or cut), proxy, tls, answer (not Appsmith's), interrupted (a signal).
 */
export type FailureKind =
  | 'access'
  | 'target'
  | 'git'
  | 'busy'
  | 'server'
  | 'network'
  | 'proxy'
  | 'tls'
  | 'answer'
  | 'interrupted';

/** Whether another attempt can help: never, a few times (a fault that may be lasting), or as often as the policy allows. */
export type Retryable = 'no' | 'few' | 'yes';

/** Why an attempt did not deploy, and what a person can do about it. Texts are sanitised: one line each, no control characters. */
export interface Failure {
  readonly kind: FailureKind;
  /** Appsmith's code (`AE-GIT-5020`), `HTTP-401` where the server gave none, or a transport code (`TIMEOUT`, `ECONNREFUSED`, `INTERRUPTED` …). */
  readonly code: string;
  /** What happened, in a few words, without a full stop. */
  readonly title: string;
  /** What to do now: the button to click or the variable to change. One line an entry. */
  readonly advice: readonly string[];
  readonly retryable: Retryable;
  /** True when the deployment may still be going on in Appsmith (time-out, an answer cut in the middle). */
  readonly outcomeUnknown: boolean;
  /** What the server asks to wait, in ms. */
  readonly retryAfterMs?: number;
  /** The server's own words. */
  readonly serverMessage?: string;
  /** What was seen besides, as a sentence: the certificate, say. */
  readonly detail?: string;
  /** Where the catalogue explains it: an anchor of docs/failures.md. */
  readonly reference?: string;
  readonly httpStatus?: number;
  /** The id that the pipe sent with the request (X-Request-Id). */
  readonly requestId?: string;
  /** The id that Appsmith gave the request (X-Appsmith-Request-Id). */
  readonly serverRequestId?: string;
}

/** True when a failure leaves open whether the server is an Appsmith, and up. Of a proxy that is not there Appsmith knows nothing. */
export function isPuzzling({ kind, httpStatus = 0, code, reference }: Failure): boolean {
  if (kind === 'proxy') return false;
  return [401, 404, 405].includes(httpStatus) || httpStatus >= 500 || reference === 'html' || code === 'ECONNREFUSED';
}
