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
  const failure = explainTransport({ code: 'NETWORK', sent: false, ...error }, 'our-id');
  return { ...failure, advice: adviceLines(failure, aDeployment()) };
}

test.each<[string, string, FailureKind, Retryable]>([
  ['ENOTFOUND', 'ENOTFOUND', 'network', 'few'],
  ['ENODATA', 'ENOTFOUND', 'network', 'few'],
  ['DNS-TIMEOUT', 'DNS', 'network', 'yes'],
  ['DNS-SERVFAIL', 'DNS', 'network', 'yes'],
  ['ECONNREFUSED', 'ECONNREFUSED', 'network', 'yes'],
  ['ECONNRESET', 'CONNECT-RESET', 'network', 'yes'],
  ['EPIPE', 'CONNECT-RESET', 'network', 'yes'],
  ['ECONNABORTED', 'CONNECT-RESET', 'network', 'yes'],
  ['EHOSTUNREACH', 'EHOSTUNREACH', 'network', 'yes'],
  ['EMFILE', 'RUNNER-LIMIT', 'busy', 'yes'],
  ['ENFILE', 'RUNNER-LIMIT', 'busy', 'yes'],
  ['ENOMEM', 'RUNNER-LIMIT', 'busy', 'yes'],
  ['ENOBUFS', 'RUNNER-LIMIT', 'busy', 'yes'],
  ['ENETUNREACH', 'EHOSTUNREACH', 'network', 'yes'],
  ['CONNECT-TIMEOUT', 'CONNECT-TIMEOUT', 'network', 'yes'],
  ['TLS-TIMEOUT', 'TLS-TIMEOUT', 'network', 'yes'],
  ['ERR_TLS_DH_PARAM_SIZE', 'TLS-WEAK', 'tls', 'no'],
  ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'TLS-NAME', 'tls', 'no'],
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

test('what the runner lacks is not blamed on a proxy', () => {
  const failure = explain({ code: 'EMFILE', proxy: 'HTTPS_PROXY', proxyAddress: 'http://p:3128', atProxy: true });
  expect(failure).toMatchObject({ key: 'RUNNER-LIMIT', code: 'EMFILE', outcome: 'not-deployed' });
  expect(failure.advice.join()).toMatch(/CONCURRENCY/);
  expect(failure.advice.join()).not.toContain('HTTPS_PROXY');
});

test('a certificate of another purpose has advice of its own', () => {
  expect(explain({ code: 'INVALID_PURPOSE' }).advice).toEqual([expect.stringContaining('serverAuth')]);
  expect(explain({ code: 'CERT_REVOKED' }).advice.join()).not.toContain('serverAuth');
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
    ['ERR_TLS_CERT_ALTNAME_INVALID', { proxy: 'HTTP_PROXY', atProxy: true }],
  ])('that no secure connection can be made to (%s) is blamed, not the server', (code, given) => {
    const failure = explain({ code, ...given });
    expect(failure).toMatchObject({ kind: 'proxy', key: 'PROXY-TLS', code, retryable: 'no' });
    expect(failure.advice.join()).toContain(given.proxy);
  });

  test.each<[string, Partial<TransportError>, string]>([
    ['EPROTO', { proxy: 'HTTPS_PROXY' }, 'TLS'],
    ['ECONNREFUSED', { proxy: 'HTTPS_PROXY', atProxy: true }, 'PROXY-DOWN'],
  ])('is not blamed for TLS otherwise: %s, %j', (code, given, key) => {
    expect(explain({ code, ...given })).toMatchObject({ key });
  });

  test('that answers CONNECT with no status says so in the title', () => {
    expect(explain({ code: 'ERR_PROXY_TUNNEL' }).title).toBe('The proxy responded without a status');
  });

  test.each(['ENOTFOUND', 'DNS-SERVFAIL', 'CONNECT-TIMEOUT', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'])(
    'that cannot be connected to (%s) is blamed, not the server',
    (code) => {
      const failure = explain({ code, proxy: 'HTTP_PROXY', proxyAddress: 'http://p:3128', atProxy: true });
      expect(failure).toMatchObject({ kind: 'proxy', key: 'PROXY-DOWN', code });
      expect(failure.advice.join()).toContain('HTTP_PROXY');
      expect(failure.detail).toContain('The proxy in HTTP_PROXY is http://p:3128.');
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
      title: 'No connection through the proxy in time',
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

describe("a reason in OpenSSL's or Node's words", () => {
  test.each<[string, string, string]>([
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'wrong version number', 'TLS-PLAIN'],
    ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'packet length too long', 'TLS-PLAIN'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'alert protocol version', 'TLS-WEAK'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'unsupported protocol', 'TLS-WEAK'],
    ['ERR_SSL_DH_KEY_TOO_SMALL', 'dh key too small', 'TLS-WEAK'],
    ['EPROTO', 'unsafe legacy renegotiation disabled', 'TLS-WEAK'],
    ['EPROTO', 'ssl/tls alert handshake failure', 'TLS'],
    ['UNSPECIFIED', 'permitted subtree violation', 'TLS-UNFIT'],
  ])('%s, %s, chooses the entry and is shown', (code, reason, key) => {
    expect(explain({ code, reason })).toMatchObject({ key, code, detail: `OpenSSL says: ${reason}.` });
  });

  test('of the parser of HTTP is shown as that of Node', () => {
    expect(explain({ code: 'HPE_INVALID_CONSTANT', reason: 'Expected HTTP/' })).toMatchObject({
      key: 'PROTOCOL',
      detail: 'Node says: Expected HTTP/.',
    });
  });

  test('comes before the certificate', () => {
    const detail = 'Certificate of X.';
    expect(explain({ code: 'CERT_HAS_EXPIRED', reason: 'certificate has expired', detail }).detail).toBe(
      'OpenSSL says: certificate has expired. Certificate of X.',
    );
  });
});

test('the TLS alert unrecognized_name means that the server does not serve the name', () => {
  expect(explain({ code: 'EPROTO', alert: 112 })).toMatchObject({ key: 'TLS-NAME', outcome: 'not-deployed' });
});

describe('where a request went is said with its port:', () => {
  const target = 'a.example:443';
  const refused = { address: '10.0.0.1:443', code: 'ECONNREFUSED' };
  const silent = { address: '[2001:db8::1]:443', code: 'CONNECT-TIMEOUT' };

  test.each<[string, Partial<TransportError>, string | undefined]>([
    ['an address alone', { target: '10.0.0.1:443', attempts: [refused] }, 'Tried 10.0.0.1:443 (refused).'],
    [
      'each address of a name',
      { target, attempts: [refused, silent] },
      'Tried a.example:443 at 10.0.0.1:443 (refused), [2001:db8::1]:443 (no response).',
    ],
    [
      'not more than six',
      { target, attempts: new Array(7).fill({ address: 'x', code: 'EOTHER' }) },
      `Tried a.example:443 at ${new Array(6).fill('x (EOTHER)').join(', ')}, ….`,
    ],
    ['where the connection was made', { target, attempts: [] }, 'The address was a.example:443.'],
    ['where it was never tried', { target }, 'The address was a.example:443.'],
    [
      'the name servers',
      { target, nameServers: ['10.0.0.2', '10.0.0.3'] },
      'Name servers queried: 10.0.0.2, 10.0.0.3.',
    ],
    ['no name server', { target, nameServers: [] }, 'Name servers queried: none.'],
    ['nothing is known', {}, undefined],
  ])('%s', (_, given, detail) => {
    expect(explain(given).detail).toBe(detail);
  });
});

describe('a server with IPv6 alone', () => {
  const at = (address: string, code: string) => ({ address, code });
  test.each([
    [[at('[2001:db8::1]:443', 'ENETUNREACH')], 'IPV6'],
    [[at('[2001:db8::1]:443', 'EADDRNOTAVAIL'), at('[2001:db8::2]:443', 'ENETUNREACH')], 'IPV6'],
    [[at('[2001:db8::1]:443', 'ENETUNREACH'), at('10.0.0.1:443', 'ENETUNREACH')], 'EHOSTUNREACH'],
    [[at('[2001:db8::1]:443', 'EHOSTUNREACH')], 'EHOSTUNREACH'],
    [[at('[2001:db8::1]:443', 'EADDRNOTAVAIL'), at('[2001:db8::2]:443', 'EHOSTUNREACH')], 'EHOSTUNREACH'],
    [[], 'EHOSTUNREACH'],
  ])('is named as that where this machine has no IPv6: %j', (attempts, key) => {
    expect(explain({ code: 'ENETUNREACH', attempts })).toMatchObject({ key, outcome: 'not-deployed' });
  });
});

test('a runner without a free port for an address of IPv4 is named as that', () => {
  const attempts = [{ address: '10.0.0.1:443', code: 'EADDRNOTAVAIL' }];
  expect(explain({ code: 'EADDRNOTAVAIL', attempts })).toMatchObject({ key: 'RUNNER-LIMIT', outcome: 'not-deployed' });
  expect(explain({ code: 'EADDRNOTAVAIL' })).toMatchObject({ key: 'EHOSTUNREACH' });
});

describe('a proxy that wants credentials', () => {
  test.each([
    [undefined, 'PROXY-AUTH'],
    [['Negotiate', 'BASIC'], 'PROXY-AUTH'],
    [['NTLM', 'Negotiate'], 'PROXY-SCHEME'],
  ])('in the schemes %j is explained by %s', (proxySchemes, key) => {
    const failure = explain({
      code: 'ERR_PROXY_TUNNEL',
      atProxy: true,
      proxyStatus: 407,
      proxy: 'HTTPS_PROXY',
      proxyAddress: 'http://p:3128',
      ...(proxySchemes === undefined ? {} : { proxySchemes }),
    });
    expect(failure).toMatchObject({ key, code: 'PROXY-407' });
    const offers = proxySchemes === undefined ? '' : ` It offers ${proxySchemes.join(', ')}.`;
    expect(failure.detail).toBe(`The proxy in HTTPS_PROXY is http://p:3128.${offers}`);
  });
});

test('a proxy that does not answer in time opens no way', () => {
  const given = { code: 'TIMEOUT', proxy: 'HTTPS_PROXY', proxyAddress: 'http://p:3128', atProxy: true } as const;
  expect(explain(given)).toMatchObject({ key: 'PROXY', code: 'CONNECT-TIMEOUT' });
});

test('a tunnel through which no handshake is finished in time is the doing of the proxy', () => {
  expect(explain({ code: 'TLS-TIMEOUT', proxy: 'HTTPS_PROXY' })).toMatchObject({
    key: 'PROXY',
    code: 'CONNECT-TIMEOUT',
  });
});
