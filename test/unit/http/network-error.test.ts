import { describe, expect, test } from '@jest/globals';
import { networkError } from '../../../src/http/network-error.ts';

/** As got makes its errors: with the code of the cause, or one of its own, and with what must not be told. */
function gotError(cause: object & { code?: string }, code = cause.code ?? 'ERR_GOT_REQUEST_ERROR') {
  return Object.assign(new Error('got', { cause }), {
    code,
    options: { headers: { authorization: 'Bearer hunter22' } },
  });
}

describe('an error of the network', () => {
  test.each(['ECONNREFUSED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'HPE_INVALID_CONSTANT', 'ERR_SSL_WRONG_VERSION_NUMBER'])(
    'is told by its code alone: %s',
    (code) => {
      expect(networkError(gotError(Object.assign(new Error('why'), { code })))).toEqual({ code });
    },
  );

  test.each([
    [
      'write EPROTO 8057:error:0A000412:SSL routines:ssl3_read_bytes:sslv3 alert bad certificate:rec.c:1:SSL alert number 42',
      42,
    ],
    ['write EPROTO of another sort, number 42', undefined],
  ])('of TLS has the number of its alert: %s', (message, alert) => {
    const told = networkError(gotError(Object.assign(new Error(message), { code: 'EPROTO' })));
    expect(told).toStrictEqual({ code: 'EPROTO', ...(alert === undefined ? {} : { alert }) });
  });

  test('of a proxy has the status that it answered with', () => {
    const cause = Object.assign(new Error('why'), { code: 'ERR_PROXY_TUNNEL', statusCode: 407 });
    expect(networkError(gotError(cause))).toEqual({ code: 'ERR_PROXY_TUNNEL', proxyStatus: 407 });
  });
});

describe('a bug is thrown as it is, not as the error of got around it', () => {
  test.each([undefined, 'ERR_INVALID_CHAR', 'ERR_INVALID_ARG_TYPE', 'ERR_UNESCAPED_CHARACTERS'])(
    'with the code %s',
    (code) => {
      const slip = Object.assign(new TypeError('a slip'), code === undefined ? {} : { code });
      expect(() => networkError(gotError(slip))).toThrow(slip);
    },
  );

  test('also where got has no part in it', () => {
    const slip = new TypeError('a slip');
    expect(() => networkError(slip)).toThrow(slip);
  });
});
