import { credentialsOf, maskCredentials, readAddress } from '../../text/address.ts';
import type { Remarks } from '../../text/remarks.ts';

const EXAMPLE = 'http://proxy.example.com:3128';

/** Reads the address of a proxy; `host:port` means http. Remarks never repeat the text: it may hold a password. */
export function readProxy(text: string, remarks: Remarks): string | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    maskCredentials(text, remarks);
    return remarks.problem(`is a ${scheme}:// proxy. Only http:// and https:// proxies are supported.`);
  }
  const isMistyped = scheme === undefined && /^https?[:;.,]?\//i.test(text);
  const address = scheme === undefined && !isMistyped && !text.includes('://') ? `http://${text}` : text;
  const url = readAddress(address, { example: EXAMPLE, credentials: true }, remarks);
  if (url === undefined) return undefined;
  const { user = '', password = '' } = credentialsOf(address) ?? {};
  url.username = encodeURIComponent(user); // the parser keeps a bare %, which nobody could decode
  url.password = encodeURIComponent(password);
  return url.href;
}
