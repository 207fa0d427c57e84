import type { Answer } from './answer.ts';
import { answers } from './answers.ts';
import type { EmulatedApp } from './app.ts';
import { notFound } from './envelope.ts';
import type { RecordedRequest } from './recording.ts';

/** enterprise: everything; without-continuous-delivery: a plan that lacks it; community: knows no tokens at all. */
export type Edition = 'enterprise' | 'without-continuous-delivery' | 'community';

/**
 * newer: lets JSON through, and requests with an Authorization; older: only those with X-Requested-By; exempt: an older
 * one that lets this route through.
 */
export type CsrfFilter = 'newer' | 'older' | 'exempt';

/** What the server knows when a request comes in. */
export interface Knowledge {
  readonly version: string;
  readonly edition: Edition;
  readonly csrfFilter: CsrfFilter;
  /** By id. */
  readonly apps: ReadonlyMap<string, EmulatedApp>;
  readonly tokens: ReadonlySet<string>;
}

/** A deployment that may begin, or the answer that refuses it. */
export type Admission =
  | { readonly kind: 'admitted'; readonly app: EmulatedApp; readonly branch: string }
  | { readonly kind: 'refused'; readonly answer: Answer };

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];
const ACCEPTED_TYPES = /^(application\/json|application\/x-www-form-urlencoded|multipart\/form-data)\s*(;|$)/i;

/**
 * The filters in front of every route that needs a login, in the server's order: content type, version, CSRF, token.
 */
export function refuseAtTheDoor({ method, headers, query }: RecordedRequest, server: Knowledge): Answer | undefined {
  const type = headers['content-type'];
  if (type !== undefined && !ACCEPTED_TYPES.test(type)) return answers['unsupported-content-type']();
  const version = headers['x-appsmith-version'];
  if (version !== undefined && version !== server.version) {
    return answers['AE-BAD-4002']({
      message: `Appsmith version mismatch: got '${version}', expected '${server.version}'`,
    });
  }
  if (isForgeable(method, headers, server.csrfFilter))
    return answers[server.csrfFilter === 'newer' ? 'csrf-json' : 'csrf-text']();
  const token = tokenOf(headers.authorization) ?? query.get('api-key');
  const isKnown = server.edition !== 'community' && token !== null && server.tokens.has(token);
  return isKnown ? undefined : answers.unauthorized();
}

/** The curl line of Appsmith's guide has an Authorization, and nothing else that the filters know. */
function isForgeable(method: string, headers: RecordedRequest['headers'], filter: CsrfFilter): boolean {
  if (filter === 'exempt' || headers['x-requested-by'] === 'Appsmith') return false;
  if (filter === 'older') return method === 'POST';
  const isJson = /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');
  return !SAFE_METHODS.includes(method) && !isJson && (headers.authorization ?? '') === '';
}

/**
 * The checks of the deploy route itself, in the server's order. An application that the token does not open is looked
 * for with the token's rights, so it is "not found".
 */
export function admit(request: RecordedRequest, appId: string, server: Knowledge): Admission {
  const refusal = refuseAtTheDoor(request, server);
  if (refusal !== undefined) return refused(refusal);
  const branch = request.query.get('branchName');
  if (branch === null || branch === '') return refused(answers['AE-BAD-4000']());
  if (server.edition === 'without-continuous-delivery') return refused(answers['AE-APP-4007']());
  const app = server.apps.get(appId);
  const token = tokenOf(request.headers.authorization) ?? request.query.get('api-key');
  if (app === undefined || app.token !== token) {
    return refused(answers['AE-ACL-4004']({ message: notFound(`applicationId ${appId}`) }));
  }
  if (!app.connected || !app.continuousDelivery) {
    const missing = app.connected ? 'Continuous delivery is not configured' : 'Unable to find the Git configuration';
    const message = `Git configuration is invalid. Details: ${missing} for this application.`;
    return refused(answers['AE-GIT-4031']({ message }));
  }
  if (!app.branches.includes(branch)) {
    return refused(answers['AE-APP-4027']({ message: `Unable to find application ${appId},${branch}` }));
  }
  return { kind: 'admitted', app, branch };
}

function refused(answer: Answer): Admission {
  return { kind: 'refused', answer };
}

function tokenOf(authorization: string | undefined): string | undefined {
  return authorization !== undefined && /^bearer /i.test(authorization) ? authorization.slice(7) : undefined;
}

/** Caddy's limit on the requests of any one second. */
export class RateLimit {
  readonly #perSecond: number;
  readonly #admittedAtMs: number[] = [];

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** True when the request is one too many. Refused ones do not count. */
  refuses(nowMs: number): boolean {
    if (this.#perSecond === Number.POSITIVE_INFINITY) return false;
    while (this.#admittedAtMs[0] !== undefined && this.#admittedAtMs[0] <= nowMs - 1_000) this.#admittedAtMs.shift();
    if (this.#admittedAtMs.length >= this.#perSecond) return true;
    this.#admittedAtMs.push(nowMs);
    return false;
  }
}
