import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { explainTransport } from '../../../../src/appsmith/failures/transport-failure.ts';
import type { FailureKind, Retryable } from '../../../../src/deployment/failure.ts';
import { isCertificateCode } from '../../../../src/http/certificate.ts';
import type { TransportError } from '../../../../src/http/network-error.ts';
import { aDeployment } from '../../../support/builders.ts';
import { holds } from '../../../support/property.ts';

const explain = (error: Partial<TransportError>) =>
  explainTransport({ code: 'NETWORK', sent: false, ...error }, aDeployment(), { requestId: 'our-id' });

test.each<[string, string, FailureKind, Retryable]>([
  ['ENOTFOUND', 'enotfound', 'network', 'few'],
  ['ENODATA', 'enotfound', 'network', 'few'],
  ['EAI_AGAIN', 'eai_again', 'network', 'yes'],
  ['DNS-SERVFAIL', 'eai_again', 'network', 'yes'],
  ['ECONNREFUSED', 'econnrefused', 'network', 'yes'],
  ['ECONNRESET', 'connect-reset', 'network', 'yes'],
  ['EPIPE', 'connect-reset', 'network', 'yes'],
  ['ECONNABORTED', 'connect-reset', 'network', 'yes'],
  ['EHOSTUNREACH', 'ehostunreach', 'network', 'yes'],
  ['ENETUNREACH', 'ehostunreach', 'network', 'yes'],
  ['CONNECT-TIMEOUT', 'connect-timeout', 'network', 'yes'],
  ['TLS-TIMEOUT', 'connect-timeout', 'network', 'yes'],
  ['TIMEOUT', 'connect-timeout', 'network', 'yes'],
  ['EPROTO', 'tls', 'tls', 'no'],
  ['CERT_HAS_EXPIRED', 'tls-expired', 'tls', 'no'],
  ['CERT_NOT_YET_VALID', 'tls-expired', 'tls', 'no'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls-host', 'tls', 'no'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls-ca', 'tls', 'no'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls-ca', 'tls', 'no'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls-client', 'tls', 'no'],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'tls-client', 'tls', 'no'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', 'tls', 'no'],
  ['CRL_HAS_EXPIRED', 'tls', 'tls', 'no'],
  ['HPE_INVALID_CONSTANT', 'protocol', 'answer', 'no'],
  ['A_CERT_OF_NO_ONE', 'network', 'network', 'few'],
  ['SOMETHING_ELSE', 'network', 'network', 'few'],
  ['constructor', 'network', 'network', 'few'],
  ['__proto__', 'network', 'network', 'few'],
])('%s is told by %s: %s, tried again: %s', (code, reference, kind, retryable) => {
  expect(explain({ code })).toMatchObject({ reference, kind, retryable, requestId: 'our-id' });
});

describe('whether the deployment may go on', () => {
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
    ['ENETUNREACH', true, 'ENETUNREACH', false],
  ])('after %s, sent %s: %s, unknown %s', (code, sent, shown, outcomeUnknown) => {
    const failure = explain({ code, sent });
    expect(failure).toMatchObject({ code: shown, outcomeUnknown });
    if (code !== 'INTERRUPTED') expect(/may still go on/.test(failure.advice.join())).toBe(outcomeUnknown);
  });
});

describe('a proxy', () => {
  test.each<[number | undefined, string, string, Retryable]>([
    [407, 'proxy-auth', 'PROXY-407', 'no'],
    [401, 'proxy-auth', 'PROXY-401', 'no'],
    [403, 'proxy', 'PROXY-403', 'no'],
    [201, 'proxy', 'PROXY-201', 'no'],
    [429, 'proxy', 'PROXY-429', 'yes'],
    [500, 'proxy', 'PROXY-500', 'yes'],
    [502, 'proxy', 'PROXY-502', 'yes'],
    [undefined, 'proxy', 'PROXY', 'few'],
    [Number.NaN, 'proxy', 'PROXY', 'few'],
  ])('that answers CONNECT with %j is told by %s as %s, tried again: %s', (status, reference, code, retryable) => {
    const failure = explain({
      code: 'ERR_PROXY_TUNNEL',
      proxy: 'HTTPS_PROXY',
      ...(status === undefined ? {} : { proxyStatus: status }),
    });
    expect(failure).toMatchObject({ kind: 'proxy', reference, code, retryable, outcomeUnknown: false });
    expect(failure.advice.join()).toContain('HTTPS_PROXY');
  });

  test.each<[string, Partial<TransportError>]>([
    ['EPROTO', { proxy: 'HTTPS_PROXY', atProxy: true }],
    ['SELF_SIGNED_CERT_IN_CHAIN', { proxy: 'HTTPS_PROXY', atProxy: true }],
    ['ERR_TLS_CERT_ALTNAME_INVALID', { proxy: 'HTTP_PROXY' }],
  ])('that no secure connection can be made to (%s) is blamed, not the server', (code, given) => {
    const failure = explain({ code, ...given });
    expect(failure).toMatchObject({ kind: 'proxy', reference: 'proxy-tls', code, retryable: 'no' });
    expect(failure.advice.join()).toContain(given.proxy);
  });

  test.each<[string, Partial<TransportError>, string]>([
    ['EPROTO', { proxy: 'HTTPS_PROXY' }, 'tls'],
    ['ECONNREFUSED', { proxy: 'HTTPS_PROXY', atProxy: true }, 'proxy'],
  ])('is not blamed for TLS otherwise: %s, %j', (code, given, reference) => {
    expect(explain({ code, ...given })).toMatchObject({ reference });
  });

  test('that answers CONNECT with no status says so in the title', () => {
    expect(explain({ code: 'ERR_PROXY_TUNNEL' }).title).toBe('The proxy answered with no status');
  });

  test.each(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'])(
    'that cannot be connected to (%s) is blamed, not the server',
    (code) => {
      const failure = explain({ code, proxy: 'HTTP_PROXY' });
      expect(failure).toMatchObject({ kind: 'proxy', reference: 'proxy', code });
      expect(failure.advice.join()).toContain('HTTP_PROXY');
    },
  );

  test('that cuts the connection before anything is sent is blamed; it may pass', () => {
    const failure = explain({ code: 'ECONNRESET', proxy: 'HTTP_PROXY', sent: false });
    expect(failure).toMatchObject({
      kind: 'proxy',
      reference: 'proxy',
      code: 'ECONNRESET',
      title: 'The connection was cut on its way through the proxy',
      retryable: 'yes',
      outcomeUnknown: false,
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
      reference: 'proxy',
      code: 'CONNECT-TIMEOUT',
      title: 'No way through the proxy in time',
      retryable: 'yes',
      outcomeUnknown: false,
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
    expect(explain({ code })).toMatchObject({ kind: 'tls', reference: 'tls-unfit', code, retryable: 'no' });
    expect(isCertificateCode(code)).toBe(true);
  },
);

test.each([
  [42, 'tls-client'],
  [43, 'tls-client'],
  [44, 'tls-client'],
  [45, 'tls-client'],
  [46, 'tls-client'],
  [48, 'tls-client'],
  [49, 'tls-client'],
  [116, 'tls-client'],
  [40, 'tls'],
  [70, 'tls'],
  [undefined, 'tls'],
])('EPROTO with the alert %d is told by %s', (alert, reference) => {
  const failure = explain({ code: 'EPROTO', ...(alert === undefined ? {} : { alert }) });
  expect(failure).toMatchObject({ kind: 'tls', reference, code: 'EPROTO' });
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
