import type { Failure } from '../../deployment/failure.ts';
import type { Answer } from '../../http/body.ts';
import { definedOnly } from '../../text/defined-only.ts';
import { printable } from '../../text/printable.ts';
import { MOST_WORDS } from '../answer.ts';
import { branchAdvice } from '../branch.ts';
import { contradictions, type Question } from '../contradictions.ts';
import { type Envelope, isSuccess, readEnvelope } from '../envelope.ts';
import { catalogue, type FailureKey } from './catalogue.ts';
import { explainGateway } from './explain-gateway.ts';
import { answerDetails, type Cause, failureOf, isFailureKey, outcomeOfStatus, TIMED_OUT } from './failure.ts';

/**
 * Explains why an answer proves no deployment. Appsmith's envelope is explained by its code, then by its status, never
 * by its message. Anything else is explained as the answer of a gateway.
 */
export function explainAnswer(answer: Answer, question: Question): Failure {
  const failure = explain(answer, question);
  if (failure.httpStatus === 401 && question.url === DEFAULT_SERVER)
    return { ...failure, advice: [IS_IT_YOURS, ...failure.advice] };
  const remedy = failure.key === 'AE-APP-4027' ? branchAdvice(question) : undefined;
  if (remedy === undefined) return failure;
  const { advice, facts } = remedy;
  const others = failure.advice
    .filter((line) => !line.includes('{BRANCH}'))
    .map((line) => (facts?.['meant'] === undefined ? line : line.replace('{branch}', '{meant}')));
  return { ...failure, advice: [advice, ...others], ...definedOnly({ facts }) };
}

/** Explains the answer to another request, which a proxy has mixed up with this one. */
export function strayAnswer(requestId: string): Failure {
  const title = 'The response belongs to another request';
  return failureOf({ key: 'UNCONFIRMED', outcome: 'not-confirmed', title, retryable: 'yes', requestId });
}

/** Most users host Appsmith themselves. If they forget APPSMITH_URL, the request goes to this server. */
const DEFAULT_SERVER = 'https://app.appsmith.com';
const IS_IT_YOURS =
  'Is {url} your server? It is the default of {APPSMITH_URL}: set it to the address of your own server.';

function explain(answer: Answer, question: Question): Failure {
  const envelope = answer.end === 'too-large' ? undefined : readEnvelope(answer.body);
  if (envelope === undefined) return explainGateway(answer, question);
  const serverMessage = printable(envelope.message ?? '', MOST_WORDS) || undefined;
  const details = { ...answerDetails(answer, question), ...definedOnly({ serverMessage }) };
  const contradicting = contradictions(envelope, answer, question);
  if (contradicting.length > 0) {
    const detail = contradicting.join(' ');
    const contradiction = { key: 'CONTRADICTION', code: `HTTP-${answer.status}`, detail } as const;
    return failureOf({ ...details, ...contradiction, outcome: 'not-confirmed' });
  }
  const cause = causeOf(envelope, answer);
  return failureOf({ ...details, ...cause, outcome: outcomeOf(envelope, answer, cause) });
}

/** Other routes of Appsmith have returned HTTP 200 with another status inside: the inner one counts. */
function statusOf({ status = Number.NaN }: Envelope, answer: Answer): number {
  return isSuccess(answer.status) && Number.isInteger(status) ? status : answer.status;
}

function outcomeOf(envelope: Envelope, answer: Answer, { key }: Cause): Failure['outcome'] {
  const { success, hasError } = envelope;
  if (success === undefined && !hasError) return outcomeOfStatus(statusOf(envelope, answer));
  return success !== true && !TIMED_OUT.has(key) ? 'not-deployed' : 'not-confirmed';
}

function causeOf(envelope: Envelope, answer: Answer): Cause {
  const status = statusOf(envelope, answer);
  const statusKey = `HTTP-${status}`;
  const { code = statusKey } = envelope;
  if (envelope.code === undefined) {
    if (answer.end === 'cut') return { key: 'CUT' };
    if (status === 403) return { key: 'AE-APP-4039', code }; // only the CSRF filter sends no code
    if (isSuccess(status)) return { key: envelope.success === false ? 'UNKNOWN' : 'UNCONFIRMED', code };
  }
  const key = keyOfCode(code, status);
  if (key !== undefined) return { key };
  const explained = envelope.code === undefined ? WITHOUT_CODE : WITH_ANY_CODE;
  if (explained.has(status) && isFailureKey(statusKey)) return { key: statusKey, code };
  return { key: 'UNKNOWN', code, retryable: status >= 500 ? 'few' : 'no' };
}

/** Statuses that the catalogue explains: when Appsmith sends no code, and whatever code it sends. */
const WITHOUT_CODE = new Set([401, 404, 405, 408, 413, 429, 500, 502, 503, 504]);
const WITH_ANY_CODE = new Set([401, 408, 429, 502, 503, 504]);

/**
 * The catalogue's key for a code of Appsmith. Older servers send only the number: 5000 for AE-APP-5000, with HTTP 403 a
 * number of AE-ACL. An unknown route has the code "404".
 */
function keyOfCode(code: string, status: number): FailureKey | undefined {
  // No server may choose one of the pipe's own keys.
  if (isFailureKey(code) && code.startsWith('AE-')) return code;
  if (!/^\d+$/.test(code)) return undefined;
  const keys = Object.keys(catalogue)
    .filter(isFailureKey)
    .filter((key) =>
      key.startsWith('AE-') ? key.endsWith(`-${code}`) : key === `HTTP-${code}` && code === String(status),
    );
  return keys.find((key) => key.includes('ACL') === (status === 403)) ?? keys[0];
}
