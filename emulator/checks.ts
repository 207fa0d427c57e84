import type { Answer } from './answer.ts';
import { answers } from './answers.ts';
import type { EmulatedApp } from './app.ts';
import type { RecordedRequest } from './recording.ts';

/** enterprise: everything; without-continuous-delivery: a plan that lacks it; community: knows no tokens at all. */
export type Edition = 'enterprise' | 'without-continuous-delivery' | 'community';

/**
 * newer: lets JSON and whatever has an Authorization through; older: only what has X-Requested-By; exempt: an older one
 * that lets this route through.
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

/** A deployment that may begin, or the answer that turns it away. */
export type Admission = { readonly app: EmulatedApp; readonly branch: string } | { readonly refusal: Answer };

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
 * What the deploy route looks at once the door is passed, in the server's order: parameters, plan, application,
 * Continuous Delivery, branch. An application that the token does not open is looked for with the token's rights, so it
 * is "not found".
 */
export function admit(request: RecordedRequest, appId: string, server: Knowledge): Admission {
  const refusal = refuseAtTheDoor(request, server);
  if (refusal !== undefined) return { refusal };
  const branch = request.query.get('branchName');
  if (branch === null || branch === '') return { refusal: answers['AE-BAD-4000']() };
  if (server.edition === 'without-continuous-delivery') return { refusal: answers['AE-APP-4007']() };
  const app = server.apps.get(appId);
  const token = tokenOf(request.headers.authorization) ?? request.query.get('api-key');
  if (app === undefined || app.token !== token) {
    return { refusal: answers['AE-ACL-4004']({ message: notFound(`applicationId ${appId}`) }) };
  }
  if (!app.connected || !app.continuousDelivery) {
    const missing = app.connected ? 'Continuous delivery is not configured' : 'Unable to find the Git configuration';
    return {
      refusal: answers['AE-GIT-4031']({
        message: `Git configuration is invalid. Details: ${missing} for this application.`,
      }),
    };
  }
  if (!app.branches.includes(branch)) {
    return { refusal: answers['AE-APP-4027']({ message: `Unable to find application ${appId},${branch}` }) };
  }
  return { app, branch };
}

/** Appsmith's words for what does not exist, or may not be seen. */
export function notFound(what: string): string {
  return `Unable to find ${what}. Either the asset doesn't exist or you don't have required permissions`;
}

function tokenOf(authorization: string | undefined): string | undefined {
  return authorization !== undefined && /^bearer /i.test(authorization) ? authorization.slice(7) : undefined;
}
