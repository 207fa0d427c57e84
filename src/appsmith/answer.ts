import type { Outcome, Receipt } from '../deployment/deployment.ts';
import type { Failure } from '../deployment/failure.ts';
import { printable } from '../printable.ts';
import { type Details, diagnose, isFailureKey, type Subject } from './diagnose.ts';
import { type Envelope, readEnvelope } from './envelope.ts';
import { catalogue, type FailureKey } from './failures.ts';
import { receiptWarnings } from './receipt-warnings.ts';
import { retryAfterMs } from './retry-after.ts';

/** What came back over HTTP, before anyone has judged it. */
export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** At most the size limit, decompressed. */
  readonly body: Buffer;
  /** `cut`: the connection ended in the middle. `too-large`: the rest was not read. */
  readonly end: 'complete' | 'cut' | 'too-large';
}

/** What was asked, to compare the answer with. */
export interface Question extends Subject {
  /** `workspace/repository` of the pipeline; absent where it need not be the application's. */
  readonly repoFullName?: string;
  /** Wall clock when the request was sent. */
  readonly askedAt: Date;
  readonly requestId?: string;
}

/** Longest part of the server's own words that is shown. */
const MOST_WORDS = 300;

/**
 * Judges an answer. A deployment is proven or it is a failure: HTTP 2xx, a whole JSON object, `responseMeta.success` is true, and `responseMeta.status`
 * is 2xx or absent. Failures are told apart by Appsmith's code, then by status; prose decides nothing.
 */
export function readAnswer(answer: Answer, question: Question): Outcome {
  const envelope = readEnvelope(answer.body);
  if (answer.end === 'complete' && isSuccess(answer.status) && confirms(envelope)) {
    const receipt = readReceipt(envelope);
    return { deployed: true, receipt, warnings: receiptWarnings(receipt, question) };
  }
  return { deployed: false, failure: explain(answer, envelope, question) };
}

function confirms(envelope: Envelope | undefined): envelope is Envelope {
  return envelope?.success === true && isSuccess(envelope.status ?? 200);
}

function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}

function readReceipt({ data }: Envelope): Receipt {
  const text = (field: string) => {
    const value = data[field];
    return typeof value === 'string' && value !== '' ? printable(value, MOST_WORDS) : undefined;
  };
  return Object.fromEntries(
    Object.entries({
      applicationName: text('applicationName'),
      branch: text('branchName'),
      applicationId: text('applicationId'),
      deployedAt: text('deployedAt'),
      repoUrl: withoutCredentials(text('repoUrl')),
    }).filter(([, value]) => value !== undefined),
  );
}

function withoutCredentials(address: string | undefined): string | undefined {
  return address?.replace(/\/\/[^@/]*@/, '//');
}

function explain(answer: Answer, envelope: Envelope | undefined, question: Question): Failure {
  const { key, ...more } = cause(answer, envelope);
  const wait = retryAfterMs(answer.headers['retry-after'], question.askedAt);
  return diagnose(key, question, {
    httpStatus: answer.status,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
    ...ids(answer, question),
    ...serversWords(answer, envelope),
    ...more,
  });
}

interface Cause extends Details {
  readonly key: FailureKey;
}

function cause(answer: Answer, envelope: Envelope | undefined): Cause {
  if (envelope?.code !== undefined) return causeOfCode(envelope.code, answer.status);
  if (answer.end === 'cut') return { key: 'CUT' };
  // HTTP 200 around another status was seen on other routes: the inner one is the truth.
  const inner = envelope?.status ?? Number.NaN;
  const status = isSuccess(answer.status) && Number.isInteger(inner) ? inner : answer.status;
  const code = `HTTP-${status}`;
  if (answer.status === 407) return { key: 'PROXY-AUTH', code, proxy: 'HTTP_PROXY' };
  if (isFailureKey(code)) return { key: code };
  if (answer.end === 'too-large') return { key: 'TOO-LARGE', code };
  if (!isSuccess(status)) return causeOfStatus(status);
  if (envelope !== undefined) return { key: 'UNCONFIRMED', code };
  if (isHtml(answer)) return { key: 'HTML', code };
  return startsLikeJson(answer.body) ? { key: 'CUT' } : { key: 'UNCONFIRMED', code };
}

function causeOfCode(code: string, status: number): Cause {
  const key = keyOfCode(code);
  if (key === undefined) {
    const { retryable } = causeOfStatus(status);
    return { key: 'UNKNOWN', code, retryable: status >= 500 ? retryable : 'no' };
  }
  if (key === 'AE-GIT-5002') return { key, retryable: status >= 500 ? 'few' : 'no' };
  return { key };
}

/** Older servers sent the number alone (5000 for AE-APP-5000); an unknown route has the code "404". */
function keyOfCode(code: string): FailureKey | undefined {
  if (isFailureKey(code)) return code;
  if (!/^\d+$/.test(code)) return undefined;
  const candidates = [`HTTP-${code}`, ...Object.keys(catalogue).filter((key) => key.endsWith(`-${code}`))];
  return candidates.filter(isFailureKey)[0];
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
  return body.subarray(0, 256).toString('utf8').replace('\ufeff', '').trimStart().charAt(0);
}
