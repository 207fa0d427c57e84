import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { explainTransport } from '../../../../src/appsmith/failures/transport-failure.ts';
import { adviceLines } from '../../../../src/deployment/advice.ts';
import type { FailureKind, Retryable } from '../../../../src/deployment/failure.ts';
import { isCertificateCode } from '../../../../src/http/certificate.ts';
import type { TransportError } from '../../../../src/http/network-error.ts';
import { aDeployment } from '../../../support/builders.ts';
import { holds } from '../../../support/property.ts';

/** The failure, with its advice as the log has it. */
function explain(error: Partial<TransportError>) {
  const failure = explainTransport({ code: 'NETWORK', sent: false, ...error }, { requestId: 'our-id' });
  return { ...failure, advice: adviceLines(failure, aDeployment()) };
}

test.each<[string, string, FailureKind, Retryable]>([
  ['ENOTFOUND', 'ENOTFOUND', 'network', 'few'],
  ['ENODATA', 'ENOTFOUND', 'network', 'few'],
  ['EAI_AGAIN', 'EAI_AGAIN', 'network', 'yes'],
  ['DNS-SERVFAIL', 'EAI_AGAIN', 'network', 'yes'],
  ['ECONNREFUSED', 'ECONNREFUSED', 'network', 'yes'],
  ['ECONNRESET', 'CONNECT-RESET', 'network', 'yes'],
  ['EPIPE', 'CONNECT-RESET', 'network', 'yes'],
  ['ECONNABORTED', 'CONNECT-RESET', 'network', 'yes'],
  ['EHOSTUNREACH', 'EHOSTUNREACH', 'network', 'yes'],
  ['ENETUNREACH', 'EHOSTUNREACH', 'network', 'yes'],
  ['CONNECT-TIMEOUT', 'CONNECT-TIMEOUT', 'network', 'yes'],
  ['TLS-TIMEOUT', 'CONNECT-TIMEOUT', 'network', 'yes'],
  ['TIMEOUT', 'CONNECT-TIMEOUT', 'network', 'yes'],
  ['EPROTO', 'TLS', 'tls', 'no'],
  ['CERT_HAS_EXPIRED', 'TLS-EXPIRED', 'tls', 'no'],
  ['CERT_NOT_YET_VALID', 'TLS-EXPIRED', 'tls', 'no'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'TLS-HOST', 'tls', 'no'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'TLS-CA', 'tls', 'no'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'TLS-CA', 'tls', 'no'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'TLS-CLIENT', 'tls', 'no'],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'TLS-CLIENT', 'tls', 'no'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'TLS', 'tls', 'no'],
  ['CRL_HAS_EXPIRED', 'TLS', 'tls', 'no'],
  ['HPE_INVALID_CONSTANT', 'PROTOCOL', 'answer', 'no'],
  ['A_CERT_OF_NO_ONE', 'NETWORK', 'network', 'few'],
  ['SOMETHING_ELSE', 'NETWORK', 'network', 'few'],
  ['constructor', 'NETWORK', 'network', 'few'],
  ['__proto__', 'NETWORK', 'network', 'few'],
])('%s is explained by %s: %s, tried again: %s', (code, key, kind, retryable) => {
  expect(explain({ code })).toMatchObject({ key, kind, retryable, requestId: 'our-id' });
});

describe('whether the deployment may be running', () => {
  test.each([
    ['TIMEOUT', true, 'TIMEOUT', true],
    ['TIMEOUT', false, 'CONNECT-TIMEOUT', false],
    ['ECONNRESET', true, 'ECONNRESET', true],
    ['ECONNRESET', false, 'CONNECT-RESET', false],
    ['EPIPE', true, 'EPIPE', true],
    ['EPIPE', false, 'CONNECT-RESET', false],
    ['INTERRUPTED', true, 'INTERRUPTED', true],
    ['INTERRUPTED', false, 'INTERRUPTED', false],
    ['ETIMEDOUT', true, 'ETIMEDOUT', true],
    ['ECONNREFUSED', false, 'ECONNREFUSED', false],
    ['CERT_HAS_EXPIRED', true, 'CERT_HAS_EXPIRED', false],
    ['ENETUNREACH', true, 'ENETUNREACH', true],
    ['HPE_INVALID_CONSTANT', true, 'HPE_INVALID_CONSTANT', true],
    ['HPE_HEADER_OVERFLOW', true, 'HPE_HEADER_OVERFLOW', true],
    ['SOMETHING_ELSE', true, 'SOMETHING_ELSE', true],
    ['SOMETHING_ELSE', false, 'SOMETHING_ELSE', false],
    ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', true, 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', true],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', true, 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', false],
  ])('after %s, sent %s: %s, unknown %s', (code, sent, shown, isUnknown) => {
    const outcome = isUnknown ? 'not-confirmed' : 'not-deployed';
    expect(explain({ code, sent })).toMatchObject({ code: shown, outcome });
  });
});

describe('a proxy', () => {
  test.each<[number | undefined, string, string, Retryable]>([
    [407, 'PROXY-AUTH', 'PROXY-407', 'no'],
    [401, 'PROXY-AUTH', 'PROXY-401', 'no'],
    [403, 'PROXY', 'PROXY-403', 'no'],
    [201, 'PROXY', 'PROXY-201', 'no'],
    [429, 'PROXY', 'PROXY-429', 'yes'],
    [500, 'PROXY', 'PROXY-500', 'yes'],
    [502, 'PROXY', 'PROXY-502', 'yes'],
    [undefined, 'PROXY', 'PROXY', 'few'],
    [Number.NaN, 'PROXY', 'PROXY', 'few'],
  ])('that answers CONNECT with %j is explained by %s as %s, tried again: %s', (status, key, code, retryable) => {
    const failure = explain({
      code: 'ERR_PROXY_TUNNEL',
      proxy: 'HTTPS_PROXY',
      ...(status === undefined ? {} : { proxyStatus: status }),
    });
    expect(failure).toMatchObject({ kind: 'proxy', key, code, retryable, outcome: 'not-deployed' });
    expect(failure.advice.join()).toContain('HTTPS_PROXY');
  });

  test.each<[string, Partial<TransportError>]>([
    ['EPROTO', { proxy: 'HTTPS_PROXY', atProxy: true }],
    ['SELF_SIGNED_CERT_IN_CHAIN', { proxy: 'HTTPS_PROXY', atProxy: true }],
    ['ERR_TLS_CERT_ALTNAME_INVALID', { proxy: 'HTTP_PROXY' }],
  ])('that no secure connection can be made to (%s) is blamed, not the server', (code, given) => {
    const failure = explain({ code, ...given });
    expect(failure).toMatchObject({ kind: 'proxy', key: 'PROXY-TLS', code, retryable: 'no' });
    expect(failure.advice.join()).toContain(given.proxy);
  });

  test.each<[string, Partial<TransportError>, string]>([
    ['EPROTO', { proxy: 'HTTPS_PROXY' }, 'TLS'],
    ['ECONNREFUSED', { proxy: 'HTTPS_PROXY', atProxy: true }, 'PROXY'],
  ])('is not blamed for TLS otherwise: %s, %j', (code, given, key) => {
    expect(explain({ code, ...given })).toMatchObject({ key });
  });

  test('that answers CONNECT with no status says so in the title', () => {
    expect(explain({ code: 'ERR_PROXY_TUNNEL' }).title).toBe('The proxy answered with no status');
  });

  test.each(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'])(
    'that cannot be connected to (%s) is blamed, not the server',
    (code) => {
      const failure = explain({ code, proxy: 'HTTP_PROXY' });
      expect(failure).toMatchObject({ kind: 'proxy', key: 'PROXY', code });
      expect(failure.advice.join()).toContain('HTTP_PROXY');
    },
  );

  test('that cuts the connection before anything is sent is blamed; it may pass', () => {
    const failure = explain({ code: 'ECONNRESET', proxy: 'HTTP_PROXY', sent: false });
    expect(failure).toMatchObject({
      kind: 'proxy',
      key: 'PROXY',
      code: 'ECONNRESET',
      title: 'The connection was cut on its way through the proxy',
      retryable: 'yes',
      outcome: 'not-deployed',
    });
    expect(failure.advice.join()).toContain('Check HTTP_PROXY');
  });

  test.each([
    ['ECONNRESET', true],
    ['TIMEOUT', true],
    ['HPE_INVALID_CONSTANT', true],
    ['SOMETHING_ELSE', true],
  ])('is named with %s, sent %s, since it may be the place', (code, sent) => {
    const line = 'The request goes through the proxy in HTTP_PROXY: look there as well.';
    expect(explain({ code, sent, proxy: 'HTTP_PROXY' }).advice.at(-1)).toBe(line);
    expect(explain({ code, sent }).advice).not.toContain(line);
  });

  test('that opens no way in time is blamed; it may pass', () => {
    const failure = explain({ code: 'TIMEOUT', proxy: 'HTTPS_PROXY', sent: false });
    expect(failure).toMatchObject({
      kind: 'proxy',
      key: 'PROXY',
      code: 'CONNECT-TIMEOUT',
      title: 'No way through the proxy in time',
      retryable: 'yes',
      outcome: 'not-deployed',
    });
    expect(failure.advice.join()).toMatch(/Check HTTPS_PROXY.*NO_PROXY/);
  });

  test.each(['ECONNRESET', 'CERT_HAS_EXPIRED', 'TIMEOUT'])('is not blamed for %s', (code) => {
    expect(explain({ code, proxy: 'HTTPS_PROXY', sent: true }).kind).not.toBe('proxy');
  });
});

test.each(['CERT_REJECTED', 'CERT_REVOKED', 'INVALID_PURPOSE', 'PATH_LENGTH_EXCEEDED', 'UNSPECIFIED'])(
  '%s is a verdict on the certificate, which no other attempt changes',
  (code) => {
    expect(explain({ code })).toMatchObject({ kind: 'tls', key: 'TLS-UNFIT', code, retryable: 'no' });
    expect(isCertificateCode(code)).toBe(true);
  },
);

test.each([
  [42, 'TLS-CLIENT'],
  [43, 'TLS-CLIENT'],
  [44, 'TLS-CLIENT'],
  [45, 'TLS-CLIENT'],
  [46, 'TLS-CLIENT'],
  [48, 'TLS-CLIENT'],
  [49, 'TLS-CLIENT'],
  [116, 'TLS-CLIENT'],
  [40, 'TLS'],
  [70, 'TLS'],
  [undefined, 'TLS'],
])('EPROTO with the alert %d is explained by %s', (alert, key) => {
  const failure = explain({ code: 'EPROTO', ...(alert === undefined ? {} : { alert }) });
  expect(failure).toMatchObject({ kind: 'tls', key, code: 'EPROTO' });
  expect(failure.advice.join()).toContain('CLIENT_CERTIFICATE');
});

test('a certificate is shown in words', () => {
  expect(explain({ code: 'CERT_HAS_EXPIRED', detail: 'Certificate of X.' }).detail).toBe('Certificate of X.');
  expect(explain({ code: 'CERT_HAS_EXPIRED' })).not.toHaveProperty('detail');
  for (const code of ['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID']) {
    expect(isCertificateCode(code)).toBe(true);
  }
  expect(isCertificateCode('ECONNRESET')).toBe(false);
});

test('whatever the code, there is a failure with advice, its placeholders filled', () => {
  const code = fc.oneof(fc.string(), fc.constantFrom('toString', 'hasOwnProperty', 'valueOf', 'TLS', 'PROXY'));
  holds(code, fc.boolean(), fc.option(fc.constant('HTTP_PROXY' as const), { nil: undefined }), (text, sent, proxy) => {
    const { advice, title } = explain({ code: text, sent, ...(proxy === undefined ? {} : { proxy }) });
    expect(title).not.toBe('');
    expect(advice.length).toBeGreaterThan(0);
    expect(advice.join()).not.toMatch(/\{\w+\}/);
  });
});
