import { expect, test } from '@jest/globals';
import { replyText } from '../../../src/appsmith/reply-text.ts';
import type { Reply } from '../../../src/http/http-client.ts';

test.each<[what: string, reply: Reply, text: string]>([
  [
    'an answer, with the headers that may be told',
    {
      reused: false,
      answer: {
        status: 200,
        headers: {
          'content-type': 'application/json',
          'set-cookie': ['a=secret'],
          location: '/?session=secret',
          'x-request-id': 'an-id',
        },
        body: Buffer.from('{}'),
        end: 'complete',
      },
    },
    'HTTP 200 after 0.3 s; 2 bytes (complete); content-type: application/json; x-request-id: an-id',
  ],
  [
    'an answer that forges a line',
    { reused: false, answer: { status: 502, headers: { server: 'a\n✔ b' }, body: Buffer.alloc(0), end: 'cut' } },
    'HTTP 502 after 0.3 s; 0 bytes (cut); server: a ✔ b',
  ],
  [
    'no answer',
    { error: { code: 'ECONNRESET', sent: true } },
    'No response after 0.3 s: ECONNRESET; the connection was made.',
  ],
  [
    'no connection through a proxy',
    { error: { code: 'ENOTFOUND', sent: false, proxy: 'HTTPS_PROXY' } },
    'No response through HTTPS_PROXY after 0.3 s: ENOTFOUND; the connection was not made.',
  ],
])('%s', (_, reply, text) => {
  expect(replyText(reply, 300)).toBe(text);
});
