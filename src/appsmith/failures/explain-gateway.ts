import type { Failure } from '../../deployment/failure.ts';
import type { Answer } from '../../http/body.ts';
import { authenticationSchemes } from '../../http/proxy.ts';
import { definedOnly } from '../../text/defined-only.ts';
import { printable } from '../../text/printable.ts';
import type { Question } from '../contradictions.ts';
import { isSuccess, readJson } from '../envelope.ts';
import type { Redirect } from '../redirect.ts';
import type { FailureKey } from './catalogue.ts';
import { answerDetails, type Details, failureOf, isFailureKey, LOOK_AT_PROXY, outcomeOf } from './failure.ts';
import { gatewayIds, gatewayWords, isHtml, searchable, serverName, startsLikeJson } from './gateway-words.ts';
import { wantsBasic } from './transport-failure.ts';

/** nginx and others ask for a client certificate in an ordinary answer. */
const WANTS_CERTIFICATE = /\b(ssl|tls|client)[ -]certificate\b/i;
const WANTS_HTTPS = /\b(https|ssl|tls)\b/i;
/** Older versions of Appsmith's own filter answer without an envelope. */
const CSRF = /\bCSRF token\b/i;

/** Which entry explains an answer, and what is particular to this one. */
export interface Cause {
  readonly key: FailureKey;
  /** Absent: as in the entry. */
  readonly title?: string;
  /** Absent: as in the entry. */
  readonly retryable?: Failure['retryable'];
  /** Comes before the advice of the entry. */
  readonly hint?: string;
}

const HEADERS_TOO_LARGE = 'The gateway finds the headers too large: is there too much in EXTRA_HEADERS?';

const OVER_HTTP: Cause = { key: 'PROTOCOL', title: 'The server rejected the request over plain http' };

/** Statuses without an entry of their own. */
const LIKE: Readonly<Record<number, Cause>> = {
  411: {
    key: 'GATEWAY',
    hint: 'The gateway requires a Content-Length, which the pipe sends: a proxy in between removes it.',
  },
  414: { key: 'GATEWAY', hint: 'The gateway finds the address too long: is the branch name very long?' },
  421: { key: 'GATEWAY', hint: 'The gateway does not serve this host name: is the host in {APPSMITH_URL} right?' },
  426: { key: 'GATEWAY', hint: 'The gateway requires another protocol: have it accept HTTP/1.1.' },
  431: { key: 'GATEWAY', hint: HEADERS_TOO_LARGE },
  440: { key: 'GATEWAY-LOGIN' }, // IIS: the login has expired
  451: {
    key: 'GATEWAY',
    hint: 'The gateway blocks the address for legal reasons, perhaps because of where this runner is.',
  },
  460: { key: 'HTTP-408' }, // AWS: the client has closed the connection
  463: {
    key: 'GATEWAY',
    hint: 'X-Forwarded-For has too many addresses: do the proxies in front of {host} form a cycle?',
  },
  494: { key: 'GATEWAY', hint: HEADERS_TOO_LARGE },
  495: { key: 'TLS-CLIENT' },
  496: { key: 'TLS-CLIENT' },
  497: OVER_HTTP,
  499: { key: 'HTTP-408' }, // nginx: the client has closed the connection
  527: { key: 'HTTP-520' },
  529: { key: 'HTTP-503' },
  561: { key: 'GATEWAY-LOGIN' }, // AWS: the identity provider has refused
  598: { key: 'HTTP-504' },
  599: { key: 'HTTP-504' },
};

/** 5xx that do not pass by themselves. */
const LASTING = new Set([501, 505, 506, 508, 510]);

/**
 * Explains an answer without Appsmith's envelope: as that of the gateway, proxy, CDN or firewall that gave it, in its
 * own words. Only an empty 401 is Appsmith's own.
 */
export function explainGateway(answer: Answer, question: Question, cause = causeOf(answer, question)): Failure {
  const { key, title, retryable, hint } = cause;
  const failure = failureOf(key, outcomeOf({ kind: 'gateway', status: answer.status }), {
    ...answerDetails(answer, question),
    ...definedOnly({ title, retryable }),
    ...(key === 'CUT' ? {} : { code: `HTTP-${answer.status}` }),
    ...whatItSays(answer, question),
  });
  const advice = [hint ?? [], failure.advice].flat();
  if (question.httpProxy === undefined) return { ...failure, advice };
  const facts = { proxy: question.httpProxy };
  return { ...failure, facts, advice: failure.kind === 'proxy' ? advice : [...advice, LOOK_AT_PROXY] };
}

function causeOf(answer: Answer, { url, address = url, httpProxy }: Question): Cause {
  const { status, end } = answer;
  const key = `HTTP-${status}`;
  if (status === 401) return { key: isAppsmiths401(answer) ? 'HTTP-401' : 'GATEWAY-LOGIN' };
  if (status === 407 && httpProxy !== undefined)
    return { key: wantsBasic(schemesIn(answer)) ? 'PROXY-AUTH' : 'PROXY-SCHEME' };
  if (status >= 400 && status <= 499) {
    const text = searchable(answer);
    if (WANTS_CERTIFICATE.test(text)) return { key: 'TLS-CLIENT' };
    if (status === 400 && address.startsWith('http:') && (text.trim() === '' || WANTS_HTTPS.test(text)))
      return OVER_HTTP;
    if (status === 403 && CSRF.test(text)) return { key: 'AE-APP-4039' };
  }
  if (isFailureKey(key)) return { key };
  if (status >= 400 && status <= 599) return LIKE[status] ?? causeOfClass(status);
  if (!isSuccess(status)) return { key: 'UNCONFIRMED' };
  if (end === 'too-large') return { key: 'TOO-LARGE' };
  if (end === 'cut') return { key: 'CUT' };
  if (end === 'undecodable') return { key: 'ENCODING' };
  if (isHtml(answer)) return { key: 'HTML' };
  return { key: startsLikeJson(answer.body) && readJson(answer.body) === undefined ? 'CUT' : 'UNCONFIRMED' };
}

function causeOfClass(status: number): Cause {
  if (status <= 499) return { key: 'GATEWAY' };
  return LASTING.has(status) ? { key: 'HTTP-500', retryable: 'no' } : { key: 'HTTP-500' };
}

/** Appsmith's own has no body, and names no way to log in. */
function isAppsmiths401({ headers, body, end }: Answer): boolean {
  return end === 'complete' && body.length === 0 && headers['www-authenticate'] === undefined;
}

function whatItSays(answer: Answer, { requestId }: Question): Details {
  const { page, words } = gatewayWords(answer);
  const isEmpty = answer.body.length === 0 && answer.end === 'complete' && isSuccess(answer.status);
  const sentences = [
    isEmpty ? 'The response is empty.' : '',
    answer.end === 'undecodable' ? `The encoding of the response is ${encodingOf(answer)}.` : '',
    page && words !== '' ? `The response is a web page: "${words}".` : '',
  ].filter((sentence) => sentence !== '');
  const source = whereFrom(serverName(answer), gatewayIds(answer, requestId).join(', '));
  const origin = source === '' ? [] : [`${sentences.length === 0 ? 'The response' : 'It'} ${source}.`];
  const detail = [...sentences, ...origin].join(' ');
  return {
    ...(detail === '' ? {} : { detail }),
    ...(page || words === '' ? {} : { serverMessage: words }),
  };
}

function encodingOf({ headers }: Answer): string {
  return printable(String(headers['content-encoding']), 40);
}

function schemesIn({ headers }: Answer): readonly string[] {
  return authenticationSchemes([headers['proxy-authenticate'] ?? []].flat());
}

/** What software gave a response, and under which ids, as a clause behind its subject. */
function whereFrom(server: string, ids: string): string {
  if (server === '') return ids === '' ? '' : `has ${ids}`;
  return `came from ${server}${ids === '' ? '' : `, with ${ids}`}`;
}

/** Explains a redirect that is not followed. It may be the proxy's, so where there is one its variable is named. */
export function explainRedirect(answer: Answer, redirect: Redirect, question: Question): Failure {
  return explainGateway(answer, question, causeOfRedirect(redirect));
}

function causeOfRedirect(redirect: Redirect): Cause {
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
