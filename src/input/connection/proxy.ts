import { type ProxySettings, proxyFor } from '../../http/proxy.ts';
import { credentialsOf, maskCredentials, readAddress } from '../../text/address.ts';
import type { Remarks } from '../../text/remarks.ts';

const EXAMPLE = 'http://proxy.example.com:3128';

/** What people write for no proxy. */
const NO_PROXY = /^(?:none|no|off|false|0|null|direct|disabled?)$/i;

/**
 * Reads the address of a proxy; `host:port` means http. Remarks never repeat the text: it may hold a password.
 * @param instead what to do to use none
 */
export function readProxy(text: string, remarks: Remarks, instead: string): string | undefined {
  if (NO_PROXY.test(text)) return remarks.problem(`is the word ${text}, not an address. To use no proxy ${instead}.`);
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    maskCredentials(text, remarks);
    return remarks.problem(`is a ${scheme}:// proxy. Only http:// and https:// proxies are supported.`);
  }
  const isMistyped = scheme === undefined && /^https?[:;.,]?\//i.test(text);
  const address = scheme === undefined && !isMistyped && !text.includes('://') ? `http://${text}` : text;
  const problem = mistakeIn(address);
  if (problem !== undefined) {
    maskCredentials(address, remarks);
    return remarks.problem(problem);
  }
  const url = readAddress(address, { example: EXAMPLE, credentials: true }, remarks);
  if (url === undefined) return undefined;
  if (/\.(?:pac|dat)$/i.test(url.pathname))
    return remarks.problem(`is the address of a PAC file, which is not read. Set the proxy itself, such as ${EXAMPLE}`);
  const { user = '', password = '' } = credentialsOf(address) ?? {};
  url.username = encodeURIComponent(user); // the parser keeps a bare %, which nobody could decode
  url.password = encodeURIComponent(password);
  return url.href;
}

/** What is wrong with the parts of an address that only a proxy has, or mostly. */
function mistakeIn(address: string): string | undefined {
  if (credentialsOf(address)?.written.some((text) => /[ \t]/.test(text)))
    return 'has a space in its user name or password. Write %20 for it';
  const port = /:(\w+)\/?$/.exec(address)?.[1];
  const isPort = port === undefined || (/^\d{1,5}$/.test(port) && Number(port) <= 65_535);
  return isPort ? undefined : 'has a port that is not a number from 1 to 65535';
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
    if (proxy !== undefined && isProxied('') && !isProxied(none))
      return [`${server} is reached without a proxy, since NO_PROXY lists it.`];
    if (proxy !== undefined || !isProxied(none)) return [];
    return [
      `${server} is reached without a proxy: ${other} is for ${isHttps ? 'http' : 'https'} addresses. Set ${name}.`,
    ];
  });
}
