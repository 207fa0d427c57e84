import { type ProxySettings, proxyFor } from '../../http/proxy.ts';

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
