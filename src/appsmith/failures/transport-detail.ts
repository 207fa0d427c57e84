import { isCertificateCode } from '../../http/certificate.ts';
import type { Attempt } from '../../http/connect-error.ts';
import type { TransportError } from '../../http/network-error.ts';

/** As many addresses of a server are shown. */
const MOST_ADDRESSES = 6;

const OUTCOMES: Readonly<Record<string, string>> = {
  'CONNECT-TIMEOUT': 'no response',
  ECONNREFUSED: 'refused',
  ENETUNREACH: 'network unreachable',
  EHOSTUNREACH: 'host unreachable',
  EADDRNOTAVAIL: 'no local address or port',
};

/** What was seen of a request without an answer: where it went, and the reasons in others' words. */
export function transportDetail(error: TransportError): string | undefined {
  const sentences = [proxySentence(error), whereSentence(error), reasonSentence(error), error.detail ?? ''];
  return sentences.filter((sentence) => sentence !== '').join(' ') || undefined;
}

function proxySentence({ atProxy, proxy, proxyAddress, proxySchemes = [] }: TransportError): string {
  if (!atProxy) return '';
  const offers = proxySchemes.length === 0 ? '' : ` It offers ${proxySchemes.join(', ')}.`;
  return `The proxy in ${proxy} is ${proxyAddress}.${offers}`;
}

function whereSentence({ target, attempts, nameServers, proxyStatus }: TransportError): string {
  if (nameServers !== undefined) return `Name servers queried: ${nameServers.join(', ') || 'none'}.`;
  if (target === undefined || proxyStatus !== undefined) return '';
  if (attempts === undefined || attempts.length === 0) return `The address was ${target}.`;
  const shown = attempts.slice(0, MOST_ADDRESSES).map(attemptText).join(', ');
  const more = attempts.length > MOST_ADDRESSES ? ', …' : '';
  return `Tried ${attempts.some(({ address }) => address === target) ? '' : `${target} at `}${shown}${more}.`;
}

function attemptText({ address, code }: Attempt): string {
  return `${address} (${OUTCOMES[code] ?? code})`;
}

function reasonSentence({ code, reason }: TransportError): string {
  if (reason === undefined) return '';
  const isOpenSsl = isCertificateCode(code) || /^(EPROTO|ERR_SSL_|ERR_OSSL_)/.test(code);
  return `${isOpenSsl ? 'OpenSSL' : 'Node'} says: ${reason}.`;
}
