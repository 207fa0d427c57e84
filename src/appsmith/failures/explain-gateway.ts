import type { Failure } from '../../deployment/failure.ts';
import type { Answer } from '../../http/body.ts';
import { authenticationSchemes } from '../../http/proxy.ts';
import { definedOnly } from '../../text/defined-only.ts';
import { printable } from '../../text/printable.ts';
import type { Question } from '../contradictions.ts';
import { isSuccess, readJson } from '../envelope.ts';
import type { Redirect } from '../redirect.ts';
import { catalogue, type FailureKey } from './catalogue.ts';
import { answerDetails, type Cause, failureOf, isFailureKey, LOOK_AT_PROXY, outcomeOfStatus } from './failure.ts';
import { gatewayIds, gatewayWords, isHtml, searchable, serverName, startsLikeJson } from './gateway-words.ts';
import { wantsBasic } from './transport-failure.ts';

/** nginx and others ask for a client certificate in an ordinary answer. */
const WANTS_CERTIFICATE = /\b(ssl|tls|client)[ -]certificate\b/i;
const WANTS_HTTPS = /\b(https|ssl|tls)\b/i;
/** Older versions of Appsmith's own filter answer without an envelope. */
const CSRF = /\bCSRF token\b/i;

const OVER_HTTP: Cause = { key: 'PROTOCOL', title: 'The server rejected the request over plain http' };

/** Statuses that mean the same as another entry of the catalogue. */
const LIKE: Readonly<Record<number, FailureKey>> = {
  440: 'GATEWAY-LOGIN', // IIS: the login has expired
  460: 'HTTP-408', // AWS: the client has closed the connection
  495: 'TLS-CLIENT',
  496: 'TLS-CLIENT',
  499: 'HTTP-408', // nginx: the client has closed the connection
  527: 'HTTP-520',
  529: 'HTTP-503',
  561: 'GATEWAY-LOGIN', // AWS: the identity provider has refused
  598: 'HTTP-504',
  599: 'HTTP-504',
};

const HEADERS_TOO_LARGE = 'The gateway finds the headers too large: is there too much in EXTRA_HEADERS?';

/** The first advice for other 4xx. */
const HINTS: Readonly<Record<number, string>> = {
  411: 'The gateway requires a Content-Length, which the pipe sends: a proxy in between removes it.',
  414: 'The gateway finds the address too long: is the branch name very long?',
  421: 'The gateway does not serve this host name: is the host in {APPSMITH_URL} right?',
  426: 'The gateway requires another protocol: have it accept HTTP/1.1.',
  431: HEADERS_TOO_LARGE,
  451: 'The gateway blocks the address for legal reasons, perhaps because of where this runner is.',
  463: 'X-Forwarded-For has too many addresses: do the proxies in front of {host} form a cycle?',
  494: HEADERS_TOO_LARGE,
};

/** 5xx that another attempt does not change. */
const LASTING = new Set([501, 505, 506, 508, 510]);

/**
 * Explains an answer without Appsmith's envelope as that of a gateway, proxy, CDN or firewall, and quotes it. Only an
 * empty 401 is Appsmith's own.
 */
export function explainGateway(answer: Answer, question: Question, cause = causeOf(answer, question)): Failure {
  const failure = failureOf({
    code: cause.key === 'CUT' ? cause.key : `HTTP-${answer.status}`,
    ...answerDetails(answer, question),
    ...whatItSays(answer, question),
    ...cause,
    outcome: outcomeOfStatus(answer.status),
  });
  if (question.httpProxy === undefined) return failure;
  const advice = failure.kind === 'proxy' ? failure.advice : [...failure.advice, LOOK_AT_PROXY];
  return { ...failure, facts: { proxy: question.httpProxy }, advice };
}

function causeOf(answer: Answer, { url, address = url, httpProxy }: Question): Cause {
  const { status, headers, end } = answer;
  const key = `HTTP-${status}`;
  if (status === 401) return { key: isAppsmiths401(answer) ? 'HTTP-401' : 'GATEWAY-LOGIN' };
  if (status === 407 && httpProxy !== undefined)
    return {
      key: wantsBasic(authenticationSchemes(headers['proxy-authenticate'] ?? [])) ? 'PROXY-AUTH' : 'PROXY-SCHEME',
    };
  if (status >= 400 && status <= 499) {
    const text = searchable(answer);
    if (WANTS_CERTIFICATE.test(text)) return { key: 'TLS-CLIENT' };
    if (status === 400 && address.startsWith('http:') && (text.trim() === '' || WANTS_HTTPS.test(text)))
      return OVER_HTTP;
    if (status === 403 && CSRF.test(text)) return { key: 'AE-APP-4039' };
  }
  if (isFailureKey(key)) return { key };
  if (status >= 400 && status <= 599) return causeOfStatus(status);
  if (!isSuccess(status)) return { key: 'UNCONFIRMED' };
  if (end === 'too-large') return { key: 'TOO-LARGE' };
  if (end === 'cut') return { key: 'CUT' };
  if (end === 'undecodable') return { key: 'ENCODING' };
  if (isHtml(answer)) return { key: 'HTML' };
  return { key: startsLikeJson(answer.body) && readJson(answer.body) === undefined ? 'CUT' : 'UNCONFIRMED' };
}

function causeOfStatus(status: number): Cause {
  const [like, hint] = [LIKE[status], HINTS[status]];
  if (like !== undefined) return { key: like };
  if (status === 497) return OVER_HTTP;
  if (status >= 500) return LASTING.has(status) ? { key: 'HTTP-500', retryable: 'no' } : { key: 'HTTP-500' };
  return hint === undefined ? { key: 'GATEWAY' } : { key: 'GATEWAY', advice: [hint, ...catalogue.GATEWAY.advice] };
}

/** Appsmith's own 401 has no body and no WWW-Authenticate. */
function isAppsmiths401({ headers, body, end }: Answer): boolean {
  return end === 'complete' && body.length === 0 && headers['www-authenticate'] === undefined;
}

function whatItSays(answer: Answer, { requestId }: Question) {
  const { page, words } = gatewayWords(answer);
  const encoding = printable(String(answer.headers['content-encoding']), 40);
  const isEmpty = answer.body.length === 0 && answer.end === 'complete' && isSuccess(answer.status);
  const sentences = [
    isEmpty ? 'The response is empty.' : '',
    answer.end === 'undecodable' ? `The encoding of the response is ${encoding}.` : '',
    page && words !== '' ? `The response is a web page: "${words}".` : '',
  ].filter(Boolean);
  const source = whereFrom(serverName(answer), gatewayIds(answer, requestId).join(', '));
  if (source !== '') sentences.push(`${sentences.length === 0 ? 'The response' : 'It'} ${source}.`);
  return definedOnly({
    detail: sentences.join(' ') || undefined,
    serverMessage: (!page && words) || undefined,
  });
}

/** The software that sent a response, and the ids of the request there, as a clause: `came from nginx, with cf-ray 1`. */
function whereFrom(server: string, ids: string): string {
  if (server === '') return ids === '' ? '' : `has ${ids}`;
  return `came from ${server}${ids === '' ? '' : `, with ${ids}`}`;
}

/** Explains a redirect that is not followed. It may come from a proxy. */
export function explainRedirect(answer: Answer, redirect: Redirect, question: Question): Failure {
  return explainGateway(answer, question, causeOfRedirect(redirect));
}

function causeOfRedirect(redirect: Redirect): Cause {
  switch (redirect.kind) {
    case 'own-page': // most are login pages
      return { key: 'HTML', title: 'The server redirects the request to another page on the same server' };
    case 'to-http':
      return { key: 'REDIRECT-TO-HTTP', title: `The server redirects from https to plain http, at ${redirect.host}` };
    case 'elsewhere':
      return { key: 'REDIRECT', title: `The server redirects the request to ${redirect.place}` };
    case 'follow': // too many were followed already
      return { key: 'REDIRECT', title: 'The server redirects the request in a cycle' };
  }
}
