import type { Answer } from './answer.ts';
import { answers } from './answers.ts';
import { success } from './envelope.ts';

const data = { applicationName: 'Orders', branchName: 'main' };
const json = { 'Content-Type': 'application/json' };
const deployed = JSON.stringify({ responseMeta: { status: 200, success: true }, data, errorDisplay: '' });

/** Answers that nobody should send, with what is true of them: `deployed` only where success is proven. */
export const oddAnswers: Readonly<Record<string, { readonly answer: Answer; readonly deployed: boolean }>> = {
  'nothing at all': { answer: { status: 200 }, deployed: false },
  'an empty body that calls itself JSON': { answer: { headers: json, body: '' }, deployed: false },
  '204': { answer: { status: 204 }, deployed: false },
  '304': { answer: { status: 304 }, deployed: false },
  'white space only': { answer: { headers: json, body: ' \n' }, deployed: false },
  null: { answer: { headers: json, body: 'null' }, deployed: false },
  true: { answer: { headers: json, body: 'true' }, deployed: false },
  'an array': { answer: { body: [{ responseMeta: { status: 200, success: true } }] }, deployed: false },
  'an empty object': { answer: { body: {} }, deployed: false },
  'success without the envelope': { answer: { body: { success: true } }, deployed: false },
  'success as text': { answer: { body: { responseMeta: { status: 200, success: 'true' }, data } }, deployed: false },
  'success as a number': { answer: { body: { responseMeta: { status: 200, success: 1 }, data } }, deployed: false },
  'success: false under HTTP 200': {
    answer: { body: { responseMeta: { status: 200, success: false }, data } },
    deployed: false,
  },
  'status 500 under HTTP 200': { answer: { body: { responseMeta: { status: 500, success: true } } }, deployed: false },
  'success under HTTP 500': { answer: { status: 500, headers: json, body: deployed }, deployed: false },
  'success under HTTP 302 without a target': {
    answer: { status: 302, headers: json, body: deployed },
    deployed: false,
  },
  'a status that is text': { answer: { body: { responseMeta: { status: '200', success: true } } }, deployed: false },
  'JSON that ends early': { answer: { headers: json, body: deployed.slice(0, -9) }, deployed: false },
  'JSON with something behind it': { answer: { headers: json, body: `${deployed}<br>` }, deployed: false },
  'two answers': { answer: { headers: json, body: `${deployed}\n${deployed}` }, deployed: false },
  'a connection cut in the body': { answer: { headers: json, body: deployed, cutAfterBytes: 40 }, deployed: false },
  'the web app': { answer: answers['editor-page'](), deployed: false },
  'a page that holds the envelope': {
    answer: { headers: { 'Content-Type': 'text/html' }, body: `<pre>${deployed}</pre>` },
    deployed: false,
  },
  'garbage that claims to be gzip': {
    answer: { headers: { ...json, 'Content-Encoding': 'gzip' }, body: deployed },
    deployed: false,
  },
  'success through __proto__': {
    answer: { headers: json, body: '{"__proto__":{"responseMeta":{"status":200,"success":true}}}' },
    deployed: false,
  },
  'a success of another branch': { answer: answers.deployed({ branchName: 'release' }), deployed: false },
  'a success of last year': {
    answer: answers.deployed({ deployedAt: '2024-03-05T10:15:30.123456Z' }),
    deployed: false,
  },
  'a success with data of false': { answer: success(false), deployed: false },
  'a success with an error': {
    answer: { body: { responseMeta: { status: 200, success: true, error: { code: 'AE-GIT-4044' } }, data } },
    deployed: false,
  },
  'a success that says so and the contrary': {
    answer: { headers: json, body: '{"responseMeta":{"success":false,"success":true}}' },
    deployed: false,
  },
  'data but no fields': {
    answer: { body: { responseMeta: { status: 200, success: true }, data: {} } },
    deployed: true,
  },
  'no data': { answer: { body: { responseMeta: { status: 200, success: true } } }, deployed: true },
  'data: null': { answer: { body: { responseMeta: { status: 200, success: true }, data: null } }, deployed: true },
  'no status': { answer: { body: { responseMeta: { success: true }, data } }, deployed: true },
  'status 201': {
    answer: { status: 201, body: { responseMeta: { status: 201, success: true }, data } },
    deployed: true,
  },
  'a byte order mark': { answer: { headers: json, body: `\uFEFF${deployed}` }, deployed: true },
  gzip: { answer: { headers: json, body: deployed, gzip: true }, deployed: true },
  'one byte at a time': { answer: { headers: json, body: deployed, trickleMs: 1 }, deployed: true },
  'a Content-Type that is wrong': {
    answer: { headers: { 'Content-Type': 'text/plain' }, body: deployed },
    deployed: true,
  },
  'unknown fields': { answer: { body: { ...JSON.parse(deployed), traceId: 'x', extra: [1, {}] } }, deployed: true },
  'fields of the wrong type': {
    answer: { body: { responseMeta: { status: 200, success: true }, data: { applicationName: 7, branchName: ['x'] } } },
    deployed: true,
  },
};
