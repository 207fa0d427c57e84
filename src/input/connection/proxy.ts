import { type ProxySettings, proxyFor } from '../../http/proxy.ts';
import { credentialsOf, readAddress } from '../../text/address.ts';
import type { Remarks } from '../../text/remarks.ts';

const EXAMPLE = 'http://proxy.example.com:3128';

/** What people write for no proxy. */
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
  const hasScheme = text.includes('://') || /^https?[:;.,]?\//i.test(text); // perhaps a mistyped one
  const address = hasScheme ? text : `http://${text}`;
  const url = readAddress(address, { example: EXAMPLE, credentials: true }, remarks);
  if (url === undefined) return undefined;
  if (/\.(?:pac|dat)$/i.test(url.pathname))
    return remarks.problem(`is the address of a PAC file, which is not read. Set the proxy itself, such as ${EXAMPLE}`);
  const { user = '', password = '' } = credentialsOf(address) ?? {};
  url.username = encodeURIComponent(user); // the parser keeps a bare %, which nobody could decode
  url.password = encodeURIComponent(password);
  return url.href;
}

/** Says which servers are reached without the proxy that is set: NO_PROXY lists them, or it is for the other scheme. */
export function proxyNotices(servers: readonly string[], { https, http, none = '' }: ProxySettings): string[] {
  return servers.flatMap((server) => {
    const url = new URL(server);
    const isHttps = url.protocol === 'https:';
    const [proxy, name, other] = isHttps ? [https, 'HTTPS_PROXY', 'HTTP_PROXY'] : [http, 'HTTP_PROXY', 'HTTPS_PROXY'];
    const any = proxy ?? https ?? http;
    if (any === undefined) return [];
    const isProxied = (list: string) => proxyFor(url, { https: any, http: any, none: list }) !== undefined;
    if (isProxied('') && proxy !== undefined && !isProxied(none))
      return [`${server} is reached without a proxy, since NO_PROXY lists it.`];
    if (proxy !== undefined || !isProxied(none)) return [];
    return [
      `${server} is reached without a proxy: ${other} is for ${isHttps ? 'http' : 'https'} addresses. Set ${name}.`,
    ];
  });
}
