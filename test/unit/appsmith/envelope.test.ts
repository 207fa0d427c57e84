import { expect, test } from '@jest/globals';
import { readEnvelope } from '../../../src/appsmith/envelope.ts';

test.each([
  [{}, {}],
  [{ responseMeta: { success: true, status: 201 } }, { success: true, status: 201 }],
  [{ responseMeta: { success: 'true' } }, {}],
  [{ responseMeta: { success: null, status: '200' } }, { status: Number.NaN }],
  [{ responseMeta: { error: { code: 5_020, message: 7 } } }, { code: '5020' }],
  [{ responseMeta: { error: { code: ' ', message: '' } }, errorDisplay: 'Words' }, { message: 'Words' }],
])('of %j is kept what has the expected type, and no other field is there', (json, envelope) => {
  expect(readEnvelope(Buffer.from(JSON.stringify(json)))).toStrictEqual({ ...envelope, data: {} });
});
