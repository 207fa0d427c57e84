import type { Failure } from '../../deployment/failure.ts';
import type { Answer } from '../../http/body.ts';
import type { Question } from '../question.ts';
import type { Redirect } from '../redirect.ts';
import { type Cause, explainGateway } from './explain-gateway.ts';

/** Explains a redirect that is not followed. It may be the proxy's, so where there is one its variable is named. */
export function explainRedirect(answer: Answer, redirect: Redirect, question: Question): Failure {
  return explainGateway(answer, question, causeOf(redirect));
}

function causeOf(redirect: Redirect): Cause {
  switch (redirect.kind) {
    case 'own-page': // most such pages are for logging in
      return { key: 'HTML', title: 'The server redirects the request to another page on the same server' };
    case 'to-http':
      return { key: 'REDIRECT-TO-HTTP', title: `The server redirects from https to plain http, at ${redirect.host}` };
    case 'elsewhere':
      return { key: 'REDIRECT', title: `The server redirects the request to ${redirect.place}` };
    default:
      return { key: 'REDIRECT', title: 'The server redirects the request in a cycle' };
  }
}
