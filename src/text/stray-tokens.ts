import type { Remarks } from './remarks.ts';

/**
 * `Bearer …`, `Authorization: …` with a word in front or none, `?token=…`; not Appsmith's `<bearer token>`, nor a
 * reference.
 */
const TOKEN =
  /(?:\bbearer|[?&](?:api-?key|(?:access_)?token)=|authorization["']?\s*[:=](?:[\s\\"']*[a-z]+(?=[\s\\]))?)[\s\\"']*([^\s\\"'`)}<$[.*][^\s\\"'`)}]{3,})/gi;

/** The tokens in a text, as headers or a query hold them. */
export function tokensIn(text: string): string[] {
  return Array.from(text.matchAll(TOKEN), ([, token]) => String(token)).filter((token) => !/^bearer$/i.test(token));
}

/** What people paste at a wrong place: a token as Appsmith makes it, or a JSON Web Token. */
export function isLikeToken(text: string): boolean {
  return /^[0-9a-f]{64,}$/i.test(text) || /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(text);
}

/** Whether a text may be a secret that was pasted at a wrong place, so that it is better not repeated. */
export function mayHoldSecret(text: string): boolean {
  return isLikeToken(text.trim()) || /bearer|authorization|token|key=|@|-----/i.test(text);
}

/** What to do about a token that was found where everybody can read it. */
export const LEAKED =
  'If it was committed, it is no longer secret: generate a new token in Appsmith. ' +
  'Store the token in a secured variable, and pass that as BEARER_TOKEN';

/** For a reader of a text that was pasted: each problem says of a token in it that it is no longer secret. */
export function withLeak(text: string, remarks: Remarks): Remarks {
  const leak = leakIn(text);
  const problem = (message: string) =>
    remarks.problem(message.includes(LEAKED) ? message : message.replace(/\.?$/, `.${leak}`));
  return leak === '' ? remarks : { ...remarks, problem };
}

/** What to say of a text with a token in it, behind what else is wrong with it. */
export function leakIn(text: string): string {
  return tokensIn(text).length > 0 ? ` It contains a token. ${LEAKED}.` : '';
}
