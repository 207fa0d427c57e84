import type { Remarks } from '../../text/remarks.ts';

/** Reads the address of a proxy; `host:port` means http. Problems never repeat the text: it may hold a password. */
export function readProxy(text: string, remarks: Remarks): string | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    return remarks.problem(`is a ${scheme}:// proxy. Only http:// and https:// proxies are supported.`);
  }
  const address = scheme === undefined ? `http://${text}` : text;
  const isHostOnly = scheme !== undefined || /^[^/]*\/?$/.test(text); // `http:/…` is a scheme that lost a slash
  if (!isHostOnly || !URL.canParse(address))
    return remarks.problem('is not a valid address of a proxy. It looks like http://proxy.example.com:3128.');
  const url = new URL(address);
  const { username, password } = url;
  url.username = encodeURIComponent(percentDecoded(username)); // so that a bare % in it breaks nobody who decodes it
  url.password = encodeURIComponent(percentDecoded(password));
  remarks.secret(...secretsOf(username, password));
  return url.href;
}

/** Credentials as they stand in the address, as they are meant, and as a header sends them. A user name that stands alone is a token. */
function secretsOf(username: string, password: string): string[] {
  if (username === '' && password === '') return [];
  const [user, word] = [percentDecoded(username), percentDecoded(password)];
  const secret = password === '' ? [username, user] : [password, word];
  return [...secret, `${user}:${word}`, `${username}:${password}`];
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a bare % stands for itself
  }
}
