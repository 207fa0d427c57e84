import { expect, test } from '@jest/globals';
import { readEnvelope } from '../../../src/appsmith/envelope.ts';

const NOTHING = { hasError: false, keysWithTwoValues: [] };

test.each([
  [{ responseMeta: {} }, {}],
  [
    { responseMeta: { success: true, status: 201 }, data: { a: 1 } },
    { success: true, status: 201, data: { a: 1 } },
  ],
  [{ responseMeta: { success: 'true' }, data: null }, {}],
  [
    { responseMeta: { success: null, status: '200' }, data: 0 },
    { status: Number.NaN, data: 0 },
  ],
  [{ responseMeta: { error: { code: 5020, message: 7 } } }, { code: '5020', hasError: true }],
  [
    { responseMeta: { error: { code: ' ', message: '' } }, errorDisplay: 'Words' },
    { message: 'Words', hasError: true },
  ],
])('of %j is kept what has the expected type, and no other field is there', (json, envelope) => {
  expect(readEnvelope(Buffer.from(JSON.stringify(json)))).toStrictEqual({ ...NOTHING, ...envelope });
});

test.each(['{}', '{"message":"Unauthorized"}', '{"responseMeta":[]}', '{"responseMeta":null}', '[]', 'null', 'x', ''])(
  '%s is no envelope of Appsmith',
  (body) => {
    expect(readEnvelope(Buffer.from(body))).toBeUndefined();
  },
);
