/** Coarser than the code, for readers. */
export type FailureKind =
  | 'access' // token, plan, permission
  | 'target' // address, application, branch
  | 'git' // repository, conflict, key
  | 'busy' // lock, rate limit, starting
  | 'server' // an error of its own
  | 'network' // never reached, or cut
  | 'proxy'
  | 'tls'
  | 'answer' // not Appsmith's
  | 'interrupted'; // a signal

/** Whether another attempt can help: `few` where the fault may be permanent. */
export type Retryable = 'no' | 'few' | 'yes';

/** `not-deployed` is certain; `not-confirmed`: the deployment may be done, or still be running in Appsmith. */
export type FailureOutcome = 'not-deployed' | 'not-confirmed';

/** Why an attempt did not deploy, and what to do. Texts are one line each, without control characters. */
export interface Failure {
  readonly kind: FailureKind;
  /** The entry of the catalogue that explains it: a heading of docs/failures.md. */
  readonly key: string;
  /** The key, or something more exact: Appsmith's own code, `HTTP-520`, a transport code such as `CERT_HAS_EXPIRED`. */
  readonly code: string;
  /** What happened, in a few words, without a full stop. */
  readonly title: string;
  /** The button to click or the variable to change, one line each, with `{words}` that advice.ts fills in. */
  readonly advice: readonly string[];
  /** Words for the advice that are not the deployment's own. */
  readonly facts?: Readonly<Record<string, string>>;
  readonly retryable: Retryable;
  readonly outcome: FailureOutcome;
  /** True when somebody may hold Appsmith's Git lock for a while, so that a quick retry is useless. */
  readonly longWait?: true;
  /** True when the server may not be Appsmith, or not be up: then it is probed. */
  readonly ambiguous?: true;
  /** True when usually nothing was deployed, even if that is not confirmed. */
  readonly probablyNotDeployed?: true;
  /** How long the server asks to wait, in ms. */
  readonly retryAfterMs?: number;
  /** The server's own message. */
  readonly serverMessage?: string;
  /** Further observations, as a sentence: of the certificate, for example. */
  readonly detail?: string;
  readonly httpStatus?: number;
  /** The id that the pipe sent with the request (X-Request-Id). */
  readonly requestId?: string;
  /** The id that Appsmith gave the request (X-Appsmith-Request-Id). */
  readonly serverRequestId?: string;
}

/** The code of a failure after the key that explains it: `TLS-CA: DEPTH_ZERO_SELF_SIGNED_CERT`. */
export function codeText({ key, code }: Pick<Failure, 'key' | 'code'>): string {
  return key === code ? code : `${key}: ${code}`;
}
