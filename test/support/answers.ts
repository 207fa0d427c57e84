import type { Answer } from '../../src/http/body.ts';
import { aDeployment } from './builders.ts';

/** What was asked, and when. */
export const QUESTION = { ...aDeployment(), askedAt: new Date('2024-03-05T10:15:00Z'), requestId: 'our-id' };

/** An answer: an object is JSON. */
export function anAnswer(status: number, body: unknown = '', given: Partial<Answer> = {}): Answer {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return { status, headers: {}, body: bytes, end: 'complete', ...given };
}

/** An error of Appsmith with a code. */
export function withCode(status: number, code: unknown, more: object = {}): Answer {
  return anAnswer(status, {
    responseMeta: { status, success: false, error: { code, message: 'Some words', ...more } },
  });
}
