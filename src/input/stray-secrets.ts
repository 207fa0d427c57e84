import { maskCredentials } from '../text/address.ts';

/** The passwords of the addresses in a text; a user name alone is a token. */
export function passwordsIn(text: string): string[] {
  const secrets: string[] = [];
  const remarks = { secret: (...found: readonly string[]) => void secrets.push(...found) };
  for (const word of new Set([text.trim(), ...text.split(/[\s,;"'|]+/)]))
    if (/^[^:]*:.*@/s.test(word)) maskCredentials(word, remarks);
  return secrets;
}

/** What people paste at a wrong place: a token as Appsmith makes it, or a JSON Web Token. */
export function isLikeToken(text: string): boolean {
  return /^[0-9a-f]{64,}$/i.test(text) || /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(text);
}

/** Whether a text may be a secret that was pasted at a wrong place, so that it is better not repeated. */
export function mayHoldSecret(text: string): boolean {
  return isLikeToken(text.trim()) || /bearer|authorization|token|key=|@|-----/i.test(text);
}
