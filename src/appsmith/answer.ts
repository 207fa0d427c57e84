import type { Outcome, Receipt } from '../deployment/deployment.ts';
import type { Answer } from '../http/body.ts';
import { printable } from '../text/printable.ts';
import { type Envelope, readEnvelope } from './envelope.ts';
import type { Question } from './question.ts';
import { receiptWarnings } from './receipt-warnings.ts';

/** Longest part of the server's own words that is shown. */
export const MOST_WORDS = 300;

/**
 * Judges an answer. A deployment is proven or it is a failure: HTTP 2xx, a whole JSON object, `responseMeta.success` is true, and `responseMeta.status`
 * is 2xx or absent.
 * @returns undefined when nothing is proven: explain-answer.ts says why
 */
export function readSuccess(answer: Answer, question: Question): Extract<Outcome, { deployed: true }> | undefined {
  if (answer.end !== 'complete' || !isSuccess(answer.status)) return undefined;
  const envelope = readEnvelope(answer.body);
  if (!confirms(envelope)) return undefined;
  const receipt = readReceipt(envelope);
  return { deployed: true, receipt, warnings: receiptWarnings(receipt, question) };
}

function confirms(envelope: Envelope | undefined): envelope is Envelope {
  return envelope?.success === true && isSuccess(envelope.status ?? 200);
}

/** HTTP 2xx. */
export function isSuccess(status: number): boolean {
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
