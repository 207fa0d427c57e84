import type { Failure } from '../../deployment/failure.ts';
import type { Answer } from '../../http/body.ts';
import { printable } from '../../text/printable.ts';
import { isSuccess, MOST_WORDS } from '../answer.ts';
import { type Envelope, readEnvelope } from '../envelope.ts';
import type { Question } from '../question.ts';
import { retryAfterMs } from '../retry-after.ts';
import { catalogue, type FailureKey } from './catalogue.ts';
import { type Details, diagnose, isFailureKey } from './failure.ts';
import { lookAtProxy } from './look-at-proxy.ts';

/** Says why an answer proves no deployment. Failures are told apart by Appsmith's code, then by status; prose decides nothing. */
export function explainAnswer(answer: Answer, question: Question): Failure {
  const envelope = readEnvelope(answer.body);
  const { key, ...more } = cause(answer, envelope, question);
  const wait = retryAfterMs(answer.headers['retry-after'], question.askedAt);
  const words = serversWords(answer, envelope);
  const failure = diagnose(key, question, {
    httpStatus: answer.status,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
    ...ids(answer, question),
    ...words,
    ...more,
  });
  const read =
    words.serverMessage === undefined ? failure.advice.map((line) => line.replace(TO_READ, '')) : failure.advice;
  // A proxy for http answers in the server's place when it refuses.
  const asProxy = question.httpProxy && envelope === undefined && failure.kind !== 'proxy';
  return { ...failure, advice: asProxy ? [...read, lookAtProxy('HTTP_PROXY')] : read };
}

/** What an advice may begin with; it makes no sense without any words. */
const TO_READ = "Read the server's words in the log. ";

interface Cause extends Details {
  readonly key: FailureKey;
}

function cause(answer: Answer, envelope: Envelope | undefined, { url, address = url, httpProxy }: Question): Cause {
  // HTTP 200 around another status was seen on other routes: the inner one is the truth.
  const inner = envelope?.status ?? Number.NaN;
  const status = isSuccess(answer.status) && Number.isInteger(inner) ? inner : answer.status;
  if (envelope?.code !== undefined) return causeOfCode(envelope.code, status);
  if (answer.end === 'cut') return { key: 'CUT' };
  const code = `HTTP-${status}`;
  if (answer.status === 407 && httpProxy) return { key: 'PROXY-AUTH', code, proxy: 'HTTP_PROXY' };
  // Appsmith's own has no body, and names no way to log in.
  if (status === 401 && (isHtml(answer) || answer.headers['www-authenticate'] !== undefined))
    return { key: 'HTTP-403', code };
  if (isFailureKey(code)) return { key: code };
  if (answer.end === 'too-large') return { key: 'TOO-LARGE', code, outcomeUnknown: isSuccess(status) };
  // A port that wants https says so, in words and with this status.
  if (status === 400 && envelope === undefined && address.startsWith('http:'))
    return { ...causeOfStatus(status), key: 'PROTOCOL' };
  if (!isSuccess(status)) return causeOfStatus(status);
  if (envelope !== undefined) return { key: envelope.success === false ? 'UNKNOWN' : 'UNCONFIRMED', code };
  if (isHtml(answer)) return { key: 'HTML', code };
  return startsLikeJson(answer.body) ? { key: 'CUT' } : { key: 'UNCONFIRMED', code };
}

function causeOfCode(code: string, status: number): Cause {
  const key = keyOfCode(code, status);
  if (key === undefined) {
    const known = `HTTP-${status}`;
    if (SAYS_ALL.has(status) && isFailureKey(known)) return { key: known, code };
    return { key: 'UNKNOWN', code, retryable: causeOfStatus(status).retryable };
  }
  if (key === 'AE-GIT-5002') return { key, retryable: status >= 500 ? 'few' : 'no' };
  return { key };
}

/** Whatever code a server gives, this is what these mean. */
const SAYS_ALL = new Set([401, 408, 429, 502, 503, 504, 524]);

/** Older servers sent the number alone (5000 for AE-APP-5000; with 403 a number of AE-ACL); an unknown route has the code "404". */
function keyOfCode(code: string, status: number): FailureKey | undefined {
  // The catalogue has keys of the pipe's own, too, which no server is to choose.
  if (isFailureKey(code) && code.startsWith('AE-')) return code;
  if (!/^\d+$/.test(code)) return undefined;
  const keys = Object.keys(catalogue)
    .filter(isFailureKey)
    .filter((key) =>
      key.startsWith('AE-') ? key.endsWith(`-${code}`) : key === `HTTP-${code}` && code === String(status),
    );
  return keys.find((key) => key.includes('ACL') === (status === 403)) ?? keys[0];
}

/** A status without an entry of its own is told by its class. 520 to 530 are Cloudflare's. */
function causeOfStatus(status: number): Cause & { readonly retryable: 'no' | 'few' | 'yes' } {
  const code = `HTTP-${status}`;
  if (status >= 520) return { key: 'HTTP-502', code, reference: 'http-502', retryable: 'yes' };
  if (status >= 500) return { key: 'HTTP-500', code, reference: 'http-500', retryable: 'few' };
  return { key: 'UNKNOWN', code, title: `The server answered HTTP ${status}`, retryable: 'no' };
}

function ids({ headers }: Answer, { requestId }: Question): Details {
  const serverRequestId = printable([headers['x-appsmith-request-id']].flat().join(), 64);
  return {
    ...(requestId === undefined ? {} : { requestId }),
    ...(serverRequestId === '' ? {} : { serverRequestId }),
  };
}

/** Of a web page only its title is worth showing, and that is no word about the deployment. */
function serversWords(answer: Answer, envelope: Envelope | undefined): Details {
  if (answer.body.length === 0 && answer.end === 'complete' && isSuccess(answer.status))
    return { detail: 'The answer is empty.' };
  if (envelope === undefined && isHtml(answer)) return pageTitle(answer);
  const words = envelope === undefined ? plainText(answer) : envelope.message;
  const serverMessage = words === undefined ? '' : printable(words, MOST_WORDS);
  return serverMessage === '' ? {} : { serverMessage };
}

function pageTitle(answer: Answer): Details {
  const title = printable(/<title[^<>]{0,200}>([^<]{1,500})/i.exec(beginning(answer))?.[1] ?? '', MOST_WORDS);
  return title === '' ? {} : { detail: `The answer is a web page titled "${title}".` };
}

function plainText(answer: Answer): string | undefined {
  return startsLikeJson(answer.body) ? undefined : beginning(answer);
}

function beginning({ body }: Answer): string {
  return body.subarray(0, 4_096).toString('utf8');
}

function isHtml({ headers, body }: Answer): boolean {
  return /html/i.test([headers['content-type']].flat().join()) || firstCharacter(body) === '<';
}

function startsLikeJson(body: Buffer): boolean {
  return firstCharacter(body) === '{';
}

function firstCharacter(body: Buffer): string {
  return body.subarray(0, 256).toString('utf8').trimStart().charAt(0);
}
