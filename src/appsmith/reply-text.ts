import type { Reply } from '../http/http-client.ts';
import { durationText } from '../text/duration-text.ts';
import { printable } from '../text/printable.ts';

/**
 * Headers that help to find a request in other logs, or to see what answered. No other is shown: a target or a cookie
 * may hold a session.
 */
const SHOWN = ['content-type', 'server', 'retry-after', 'x-request-id', 'x-appsmith-request-id'];
/** Longest text of a header that is shown, in characters. */
const MOST_TOLD = 100;

/** What came back to a request, in one line for the log of a run with DEBUG. */
export function replyText(reply: Reply, elapsedMs: number): string {
  const time = durationText(elapsedMs);
  if ('error' in reply) {
    const { code, sent, proxy } = reply.error;
    const via = proxy === undefined ? '' : ` through ${proxy}`;
    return `No response${via} after ${time}: ${code}; the connection was ${sent ? 'made' : 'not made'}.`;
  }
  const { status, headers, body, end } = reply.answer;
  const shown = SHOWN.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [`${name}: ${printable([value].flat().join(', '), MOST_TOLD)}`];
  });
  return [`HTTP ${status} after ${time}`, `${body.length} bytes (${end})`, ...shown].join('; ');
}
