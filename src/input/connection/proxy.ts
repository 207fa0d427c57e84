import { type ProxySettings, proxyFor } from '../../http/proxy.ts';
import { credentialsOf, maskCredentials, readAddress } from '../../text/address.ts';
import type { Remarks } from '../../text/remarks.ts';

const EXAMPLE = 'http://proxy.example.com:3128';

/** What people set to use no proxy. */
const NO_PROXY = /^(?:none|no|off|false|0|null|direct|disabled?)$/i;

/**
 * Reads the address of a proxy; `host:port` means http. Remarks never repeat the text: it may hold a password.
 * @param options.toUseNone what to do to use no proxy
 */
export function readProxy(
  text: string,
  { toUseNone }: { readonly toUseNone: string },
  remarks: Remarks,
): string | undefined {
  if (NO_PROXY.test(text)) return remarks.problem(`is the word ${text}, not an address. To use no proxy ${toUseNone}.`);
  if (/^socks\w*:\/\//i.test(text)) {
    maskCredentials(text, remarks);
    return remarks.problem(`is a SOCKS proxy, which is not supported. Set an HTTP proxy, such as ${EXAMPLE}`);
  }
  const hasScheme = text.includes('://') || /^https?[:;.,]?\//i.test(text); // perhaps a mistyped one
  const address = hasScheme ? text : `http://${text}`;
  const url = readAddress(address, { example: EXAMPLE, credentials: true }, remarks);
  if (url === undefined) return undefined;
  if (/\.(?:pac|dat)$/i.test(url.pathname))
    return remarks.problem(`is the address of a PAC file, which is not read. Set the proxy itself, such as ${EXAMPLE}`);
  const { user = '', password = '' } = credentialsOf(address) ?? {};
  url.username = encodeURIComponent(user); // the parser keeps a bare %, which cannot be decoded
  url.password = encodeURIComponent(password);
  return url.href;
}

/** Says which servers are reached without the proxy that is set: NO_PROXY lists them, or it is for the other scheme. */
export function proxyNotices(servers: readonly string[], { https, http, none = '' }: ProxySettings): string[] {
  return servers.flatMap((server) => {
    const url = new URL(server);
    const isHttps = url.protocol === 'https:';
    const proxy = isHttps ? https : http;
    const anyProxy = https ?? http;
    if (anyProxy === undefined) return [];
    const isProxied = (noProxy: string) =>
      proxyFor(url, { https: anyProxy, http: anyProxy, none: noProxy }) !== undefined;
    if (proxy !== undefined)
      return isProxied('') && !isProxied(none)
        ? [`${server} is reached without a proxy, since NO_PROXY lists it.`]
        : [];
    if (!isProxied(none)) return [];
    const why = isHttps
      ? 'HTTP_PROXY is for http addresses. Set HTTPS_PROXY.'
      : 'HTTPS_PROXY is for https addresses. Set HTTP_PROXY.';
    return [`${server} is reached without a proxy: ${why}`];
  });
}
