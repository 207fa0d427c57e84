import type { Answer } from '../../http/body.ts';
import { definedOnly } from '../../text/defined-only.ts';
import { printable } from '../../text/printable.ts';
import type { Question } from '../question.ts';
import { retryAfterMs } from '../retry-after.ts';
import type { Details } from './failure.ts';

/** Longest id that is shown: Appsmith's are UUIDs. */
const LONGEST_ID = 64;

/**
 * What every answer says, from Appsmith or a gateway. Caddy, which is in Appsmith's own image, puts an id on whatever
 * it answers.
 */
export function answerDetails({ status, headers }: Answer, { askedAt, requestId }: Question): Details {
  const serverRequestId = printable([headers['x-appsmith-request-id']].flat().join(), LONGEST_ID);
  return definedOnly({
    httpStatus: status,
    retryAfterMs: retryAfterMs(headers['retry-after'], askedAt),
    requestId,
    serverRequestId: serverRequestId === '' ? undefined : serverRequestId,
  });
}
