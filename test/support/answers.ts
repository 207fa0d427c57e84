import type { Answer } from '../../src/http/body.ts';
import { aDeployment } from './builders.ts';

/** What was asked, and when. */
export const QUESTION = { ...aDeployment(), askedAt: new Date('2024-03-05T10:15:00Z'), requestId: 'our-id' };

/** A header that comes once may be a text. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** An answer: an object is JSON. */
export function anAnswer(
  status: number,
  body: unknown = '',
  { headers = {}, end = 'complete' }: Partial<Pick<Answer, 'end'>> & { readonly headers?: Headers } = {},
): Answer {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const lists = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value].flat()] as const],
  );
  return { status, headers: Object.fromEntries(lists), body: bytes, end };
}

/** An error of Appsmith with a code. */
export function withCode(status: number, code: unknown, more: object = {}): Answer {
  return anAnswer(status, {
    responseMeta: { status, success: false, error: { code, message: 'Some words', ...more } },
  });
}
