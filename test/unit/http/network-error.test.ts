import { describe, expect, test } from '@jest/globals';
import { ConnectError, networkFacts } from '../../../src/http/network-error.ts';

/** As got makes its errors: with the code of the cause, or one of its own, and with what must not be shown. */
function gotError(cause: object & { code?: string }, code = cause.code ?? 'ERR_GOT_REQUEST_ERROR') {
  return Object.assign(new Error('got', { cause }), {
    code,
    options: { headers: { authorization: 'Bearer hunter22' } },
  });
}

describe('an error of the network', () => {
  test.each(['ECONNREFUSED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'HPE_INVALID_CONSTANT', 'ERR_SSL_WRONG_VERSION_NUMBER'])(
    'is reported by its code alone: %s',
    (code) => {
      expect(networkFacts(gotError(Object.assign(new Error('why'), { code })))).toEqual({ code });
    },
  );

  test.each<[{ code: string; message?: string; reason?: string }, object]>([
    [
      {
        code: 'EPROTO',
        message:
          'write EPROTO 8057:error:0A000412:SSL routines:ssl3_read_bytes:sslv3 alert bad certificate:rec.c:1:SSL alert number 42',
      },
      { alert: 42, reason: 'alert bad certificate' },
    ],
    [{ code: 'EPROTO', message: 'write EPROTO of another sort, number 42' }, {}],
    [{ code: 'ERR_SSL_WRONG_VERSION_NUMBER', reason: 'wrong version number' }, { reason: 'wrong version number' }],
    [
      { code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', reason: 'tlsv1 alert protocol version' },
      { reason: 'alert protocol version' },
    ],
    [{ code: 'UNSPECIFIED', message: 'permitted subtree violation' }, { reason: 'permitted subtree violation' }],
    [
      {
        code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
        message: 'unable to verify the first certificate; try Node.js with …',
      },
      { reason: 'unable to verify the first certificate' },
    ],
    [{ code: 'HPE_INVALID_CONSTANT', reason: 'Expected HTTP/\n' }, { reason: 'Expected HTTP/' }],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID', reason: "Host: a. is not in the cert's altnames: DNS:b" }, {}],
  ])('has the reason in the words of OpenSSL or Node: %j', (cause, known) => {
    expect(networkFacts(gotError(cause))).toStrictEqual({ code: cause.code, ...known });
  });

  test('of a connection is the one that says what was tried', () => {
    const error = new ConnectError({ code: 'ECONNREFUSED', target: 'a:443' });
    expect(networkFacts(gotError(error))).toBe(error.facts);
  });
});

describe('a bug is thrown as it is, not as the error of got around it', () => {
  test.each([undefined, 'ERR_INVALID_CHAR', 'ERR_INVALID_ARG_TYPE', 'ERR_UNESCAPED_CHARACTERS'])(
    'with the code %s',
    (code) => {
      const slip = Object.assign(new TypeError('a slip'), code === undefined ? {} : { code });
      expect(() => networkFacts(gotError(slip))).toThrow(slip);
    },
  );

  test('also where got has no part in it', () => {
    const slip = new TypeError('a slip');
    expect(() => networkFacts(slip)).toThrow(slip);
  });
});
