import type { Failure } from '../../deployment/failure.ts';
import { CERTIFICATE_CODES } from '../../http/certificate.ts';
import type { TransportError } from '../../http/network-error.ts';
import { definedOnly } from '../../text/defined-only.ts';
import { catalogue, type FailureKey } from './catalogue.ts';
import { LOOK_AT_PROXY } from './explain-gateway.ts';
import { type Details, failureOf, isFailureKey } from './failure.ts';
import { outcomeOf } from './outcome.ts';

const KEYS = new Map<string, FailureKey>(
  Object.entries({
    EPIPE: 'ECONNRESET',
    ECONNABORTED: 'ECONNRESET',
    ETIMEDOUT: 'ECONNRESET', // the network is gone; before anything is sent it is CONNECT-TIMEOUT
    ERR_STREAM_PREMATURE_CLOSE: 'ECONNRESET',
    ENETUNREACH: 'EHOSTUNREACH',
    EADDRNOTAVAIL: 'EHOSTUNREACH',
    ENETDOWN: 'EHOSTUNREACH',
    EHOSTDOWN: 'EHOSTUNREACH',
    ENODATA: 'ENOTFOUND',
    'TLS-TIMEOUT': 'CONNECT-TIMEOUT',
    ...CERTIFICATE_CODES,
    EPROTO: 'TLS',
  } as const),
);

/** TLS alerts by which a server asks for a client certificate, or refuses the one it got. */
const CLIENT_CERTIFICATE_ALERT =
  /CERTIFICATE_REQUIRED|ALERT_BAD_CERTIFICATE|ALERT_UNKNOWN_CA|ALERT_CERTIFICATE_(UNKNOWN|EXPIRED|REVOKED)/;

/** The same, by number: bad, unsupported, revoked, expired, unknown; unknown_ca, access_denied, certificate_required. */
const ABOUT_CLIENT_CERTIFICATES = new Set([42, 43, 44, 45, 46, 48, 49, 116]);

/** Explains a request that got no answer. */
export function explainTransport(error: TransportError, ids: Details = {}): Failure {
  const { detail, proxy, sent } = error;
  const { key, ...cause } = causeOf(error);
  const refused = key.startsWith('TLS-') || catalogue[key].kind === 'proxy';
  const outcome = outcomeOf(refused ? { kind: 'no-connection' } : { kind: 'no-answer', sent });
  const facts = { proxy: proxy ?? 'HTTPS_PROXY' };
  const failure = failureOf(key, outcome, { ...definedOnly({ detail }), facts, ...ids, ...cause });
  if (proxy === undefined || (failure.kind !== 'network' && failure.kind !== 'answer')) return failure;
  return { ...failure, advice: [...failure.advice, LOOK_AT_PROXY] };
}

interface Cause extends Details {
  readonly key: FailureKey;
}

function causeOf({ code, alert, proxyStatus, proxy, atProxy, sent }: TransportError): Cause {
  if (code === 'ERR_PROXY_TUNNEL' || (atProxy && code.startsWith('HPE_'))) return tunnelCause(proxyStatus);
  const key = alert !== undefined && ABOUT_CLIENT_CERTIFICATES.has(alert) ? 'TLS-CLIENT' : keyOf(code);
  // To a server with an http address nobody speaks TLS but a proxy.
  if ((atProxy || proxy === 'HTTP_PROXY') && key.startsWith('TLS')) return { key: 'PROXY-TLS', code };
  if ((key === 'TIMEOUT' || key === 'CONNECT-TIMEOUT') && !sent)
    return proxy === undefined
      ? { key: 'CONNECT-TIMEOUT' }
      : { key: 'PROXY', code: 'CONNECT-TIMEOUT', title: 'No way through the proxy in time', retryable: 'yes' };
  if (key === 'ECONNRESET' && !sent)
    return proxy === undefined ? { key: 'CONNECT-RESET' } : { key: 'PROXY', code, ...CUT_ON_THE_WAY };
  // The only connection that the pipe makes then is the one to the proxy.
  if (proxy !== undefined && CONNECTING.has(key)) return { key: 'PROXY', code };
  return { key, code };
}

/** A proxy may close what it does not allow, before or after it said that the way is open. */
const CUT_ON_THE_WAY = { title: 'The connection was cut on its way through the proxy', retryable: 'yes' } as const;

const CONNECTING: ReadonlySet<FailureKey> = new Set<FailureKey>([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
]);

function keyOf(code: string): FailureKey {
  const known = KEYS.get(code);
  if (known !== undefined) return known;
  if (isFailureKey(code)) return code;
  if (CLIENT_CERTIFICATE_ALERT.test(code)) return 'TLS-CLIENT';
  if (/^(ERR_SSL_|ERR_TLS_|ERR_OSSL_|CERT_|CRL_|UNABLE_TO_|ERROR_IN_CERT)/.test(code)) return 'TLS';
  if (code.startsWith('DNS-')) return 'EAI_AGAIN';
  return code.startsWith('HPE_') ? 'PROTOCOL' : 'NETWORK';
}

/** tinyproxy answers wrong credentials with 401 instead of 407. */
function tunnelCause(status: number | undefined): Cause {
  if (status === undefined || Number.isNaN(status))
    return { key: 'PROXY', code: 'PROXY', title: 'The proxy answered with no status' };
  const code = `PROXY-${status}`;
  if (status === 401 || status === 407) return { key: 'PROXY-AUTH', code };
  return { key: 'PROXY', code, retryable: status >= 500 || status === 429 ? 'yes' : 'no' };
}
