import type { Failure } from '../../deployment/failure.ts';
import { CERTIFICATE_CODES, isCertificateCode } from '../../http/certificate.ts';
import type { Attempt, TransportError } from '../../http/network-error.ts';
import { definedOnly } from '../../text/defined-only.ts';
import { catalogue, type FailureKey } from './catalogue.ts';
import { type Cause, failureOf, isFailureKey, LOOK_AT_PROXY } from './failure.ts';

const KEYS = new Map<string, FailureKey>(
  Object.entries({
    EPIPE: 'ECONNRESET',
    ECONNABORTED: 'ECONNRESET',
    ETIMEDOUT: 'ECONNRESET', // the network is gone; before anything is sent it is CONNECT-TIMEOUT
    ERR_STREAM_PREMATURE_CLOSE: 'ECONNRESET',
    ENETUNREACH: 'EHOSTUNREACH',
    EADDRNOTAVAIL: 'EHOSTUNREACH', // with an address of IPv4 it is RUNNER-LIMIT
    ENETDOWN: 'EHOSTUNREACH',
    EHOSTDOWN: 'EHOSTUNREACH',
    ENODATA: 'ENOTFOUND',
    EMFILE: 'RUNNER-LIMIT',
    ENFILE: 'RUNNER-LIMIT',
    ENOMEM: 'RUNNER-LIMIT',
    ENOBUFS: 'RUNNER-LIMIT',
    ERR_TLS_DH_PARAM_SIZE: 'TLS-WEAK',
    ...CERTIFICATE_CODES,
  } as const),
);

/** TLS alerts with which a server asks for a client certificate, or rejects the one it got. */
const CLIENT_CERTIFICATE_ALERT =
  /CERTIFICATE_REQUIRED|ALERT_BAD_CERTIFICATE|ALERT_UNKNOWN_CA|ALERT_CERTIFICATE_(UNKNOWN|EXPIRED|REVOKED)/;

/**
 * The same, by number: bad, unsupported, revoked, expired, unknown; unknown_ca, access_denied, certificate_required.
 */
const ABOUT_CLIENT_CERTIFICATES = new Set([42, 43, 44, 45, 46, 48, 49, 116]);

/** The alert unrecognized_name (RFC 6066, 3). */
const UNRECOGNIZED_NAME = 112;

/** OpenSSL's reasons. */
const NO_TLS = /wrong version number|http request|packet length too long/;
const WEAK_TLS =
  /protocol version|unsupported protocol|version too low|key too small|too weak|renegotiation|no shared cipher/;

const TITLES: Readonly<Record<string, string>> = {
  ENODATA: 'The name of the server has no address',
  'DNS-TIMEOUT': 'No name server responded in time',
  'DNS-UNREACHABLE': 'No name server can be reached',
  'DNS-SERVFAIL': 'The name server failed to look the name up',
  'DNS-REFUSED': 'The name server refused to look the name up',
};

const NOT_FOR_SERVERS = [
  'It may be a client certificate: install one for servers on {host} (extended key usage serverAuth).',
];

/** Chooses the entry for a request that got no answer. */
function causeOf(error: TransportError): Cause {
  const { code, proxy, atProxy, sent } = error;
  if (code === 'ERR_PROXY_TUNNEL' || (atProxy && code.startsWith('HPE_'))) return tunnelCause(error);
  const key = keyOf(error);
  if (key === 'RUNNER-LIMIT') return { key, code };
  if (atProxy && key.startsWith('TLS')) return { key: 'PROXY-TLS', code };
  if (proxy !== undefined && !sent) {
    // A proxy may close a connection that it does not allow, before or after it opened the tunnel.
    if (key === 'ECONNRESET')
      return { key: 'PROXY', code, title: 'The connection was cut on its way through the proxy', retryable: 'yes' };
    if (key === 'TIMEOUT' || key === 'TLS-TIMEOUT')
      return {
        key: 'PROXY',
        code: 'CONNECT-TIMEOUT',
        title: 'No connection through the proxy in time',
        retryable: 'yes',
      };
  }
  if (atProxy) return { key: 'PROXY-DOWN', code, retryable: key === 'ENOTFOUND' ? 'few' : 'yes' };
  if (!sent && key === 'TIMEOUT') return { key: 'CONNECT-TIMEOUT' };
  if (!sent && key === 'ECONNRESET') return { key: 'CONNECT-RESET' };
  if (code === 'INVALID_PURPOSE') return { key, code, advice: NOT_FOR_SERVERS };
  return { key, code, ...definedOnly({ title: TITLES[code] }) };
}

function keyOf({ code, alert = 0, reason = '', attempts = [] }: TransportError): FailureKey {
  if (ABOUT_CLIENT_CERTIFICATES.has(alert) || CLIENT_CERTIFICATE_ALERT.test(code)) return 'TLS-CLIENT';
  if (alert === UNRECOGNIZED_NAME || code.includes('UNRECOGNIZED_NAME')) return 'TLS-NAME';
  const known = KEYS.get(code);
  if (known === 'EHOSTUNREACH' && isIPv6Missing(attempts)) return 'IPV6';
  if (code === 'EADDRNOTAVAIL' && attempts.some(({ address }) => !isIPv6(address))) return 'RUNNER-LIMIT';
  if (known !== undefined) return known;
  if (isFailureKey(code)) return code;
  if (/^(EPROTO$|ERR_SSL_|ERR_TLS_|ERR_OSSL_|CERT_|CRL_|UNABLE_TO_|ERROR_IN_CERT)/.test(code)) {
    if (NO_TLS.test(reason)) return 'TLS-PLAIN';
    return WEAK_TLS.test(reason) ? 'TLS-WEAK' : 'TLS';
  }
  if (code.startsWith('DNS-')) return 'DNS';
  return code.startsWith('HPE_') ? 'PROTOCOL' : 'NETWORK';
}

/** Whether the server has only IPv6 addresses, and this machine no IPv6. */
function isIPv6Missing(attempts: readonly Attempt[]): boolean {
  const isMissing = ({ address, code }: Attempt) =>
    isIPv6(address) && (code === 'ENETUNREACH' || code === 'EADDRNOTAVAIL');
  return attempts.length > 0 && attempts.every(isMissing);
}

function isIPv6(address: string): boolean {
  return address.startsWith('[');
}

/** Chooses the entry when a proxy refused a tunnel. tinyproxy answers wrong credentials with 401 instead of 407. */
function tunnelCause({ proxyStatus: status, proxySchemes = [] }: TransportError): Cause {
  if (status === undefined || Number.isNaN(status))
    return { key: 'PROXY', code: 'PROXY', title: 'The proxy responded without a status' };
  const code = `PROXY-${status}`;
  if (status === 401 || status === 407) return { key: wantsBasic(proxySchemes) ? 'PROXY-AUTH' : 'PROXY-SCHEME', code };
  if (status >= 200 && status <= 299)
    return {
      key: 'PROXY',
      code,
      title: `The proxy responded with HTTP ${status}, but only 200 opens a tunnel`,
      retryable: 'no',
    };
  return { key: 'PROXY', code, retryable: status >= 500 || status === 429 ? 'yes' : 'no' };
}

/** Whether Basic is one of a proxy's authentication schemes, or may be if it names none. */
export function wantsBasic(schemes: readonly string[]): boolean {
  return schemes.length === 0 || schemes.some((scheme) => scheme.toLowerCase() === 'basic');
}

/** More addresses of a server are not shown. */
const MOST_ADDRESSES = 6;

const OUTCOMES: Readonly<Record<string, string>> = {
  'CONNECT-TIMEOUT': 'no response',
  ECONNREFUSED: 'refused',
  ENETUNREACH: 'network unreachable',
  EHOSTUNREACH: 'host unreachable',
  EADDRNOTAVAIL: 'no local address or port',
};

/** Where a request without an answer went, and why it failed, in Node's or OpenSSL's words. */
function detailOf(error: TransportError): string | undefined {
  const { atProxy, proxy, proxyAddress, proxySchemes = [], code, reason, detail } = error;
  const offers = proxySchemes.length === 0 ? '' : ` It offers ${proxySchemes.join(', ')}.`;
  const isOpenSsl = isCertificateCode(code) || /^(EPROTO|ERR_SSL_|ERR_OSSL_)/.test(code);
  const sentences = [
    atProxy && `The proxy in ${proxy} is ${proxyAddress}.${offers}`,
    whereSentence(error),
    reason && `${isOpenSsl ? 'OpenSSL' : 'Node'} says: ${reason}.`,
    detail,
  ];
  return sentences.filter(Boolean).join(' ') || undefined;
}

function whereSentence({ target, attempts = [], nameServers, proxyStatus }: TransportError): string | undefined {
  if (nameServers !== undefined) return `Name servers queried: ${nameServers.join(', ') || 'none'}.`;
  if (target === undefined || proxyStatus !== undefined) return undefined;
  if (attempts.length === 0) return `The address was ${target}.`;
  const shown = attempts
    .slice(0, MOST_ADDRESSES)
    .map(({ address, code }) => `${address} (${OUTCOMES[code] ?? code})`)
    .join(', ');
  const more = attempts.length > MOST_ADDRESSES ? ', …' : '';
  const isAddress = attempts.some(({ address }) => address === target);
  return `Tried ${isAddress ? '' : `${target} at `}${shown}${more}.`;
}

/** Explains a request that got no answer. */
export function explainTransport(error: TransportError, requestId?: string): Failure {
  const { proxy, sent } = error;
  const cause = causeOf(error);
  // TLS or a proxy has refused the connection, so the request itself did not get through.
  const isRefused = cause.key.startsWith('TLS-') || catalogue[cause.key].kind === 'proxy';
  const failure = failureOf({
    ...definedOnly({ detail: detailOf(error), requestId }),
    facts: { proxy: proxy ?? 'HTTPS_PROXY' },
    ...cause,
    outcome: isRefused || !sent ? 'not-deployed' : 'not-confirmed',
  });
  if (proxy === undefined || (failure.kind !== 'network' && failure.kind !== 'answer')) return failure;
  return { ...failure, advice: [...failure.advice, LOOK_AT_PROXY] };
}
