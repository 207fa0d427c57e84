import type { Outcome, Receipt } from '../deployment/deployment.ts';
import type { Answer } from '../http/body.ts';
import { definedOnly } from '../text/defined-only.ts';
import { printable } from '../text/printable.ts';
import { contradictions } from './contradictions.ts';
import { claimsSuccess, type Envelope, isRecord, isSuccess, readEnvelope } from './envelope.ts';
import type { Question } from './question.ts';
import { receiptWarnings } from './receipt-warnings.ts';

/** Longest part of the server's own words that is shown. */
export const MOST_WORDS = 300;

/**
 * Judges an answer. A deployment is proven or it is a failure: HTTP 2xx, a whole JSON object, `responseMeta.success` is
 * true, `responseMeta.status` is 2xx or absent, and nothing contradicts what was asked.
 * @returns undefined when nothing is proven: explain-answer.ts says why
 */
export function readSuccess(answer: Answer, question: Question): Extract<Outcome, { deployed: true }> | undefined {
  if (answer.end !== 'complete' || !isSuccess(answer.status)) return undefined;
  const envelope = readEnvelope(answer.body);
  if (envelope === undefined || !claimsSuccess(envelope) || contradictions(envelope, answer, question).length > 0)
    return undefined;
  const receipt = readReceipt(envelope);
  return { deployed: true, receipt, warnings: receiptWarnings(receipt, question) };
}

function readReceipt({ data }: Envelope): Receipt {
  const text = (field: string) => {
    const value = isRecord(data) ? data[field] : undefined;
    return typeof value === 'string' && value !== '' ? printable(value, MOST_WORDS) : undefined;
  };
  return definedOnly({
    applicationName: text('applicationName'),
    branch: text('branchName'),
    applicationId: text('applicationId'),
    deployedAt: text('deployedAt'),
    repoUrl: withoutCredentials(text('repoUrl')),
  });
}

function withoutCredentials(address: string | undefined): string | undefined {
  return address?.replace(/\/\/[^@/]*@/, '//');
}
