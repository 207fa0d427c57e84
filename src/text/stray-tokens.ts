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

/** Whether a text has the form of Appsmith's tokens, or of a JSON Web Token. */
export function isLikeToken(text: string): boolean {
  return /^[0-9a-f]{64,}$/i.test(text) || /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(text);
}

/** Whether a text may hold a secret that was pasted into the wrong variable, so that problems do not repeat it. */
export function mayHoldSecret(text: string): boolean {
  return isLikeToken(text.trim()) || /bearer|authorization|token|key=|@|-----/i.test(text);
}

/** What to do about a token in a variable that is not secret. */
export const LEAKED =
  'If it was committed, it is no longer secret: generate a new token in Appsmith. ' +
  'Store the token in a secured variable, and pass that as BEARER_TOKEN';

/** Remarks whose problems also say what to do about a token in the text. */
export function withLeak(text: string, remarks: Remarks): Remarks {
  const leak = leakIn(text);
  const problem = (message: string) =>
    remarks.problem(message.includes(LEAKED) ? message : message.replace(/\.?$/, `.${leak}`));
  return leak === '' ? remarks : { ...remarks, problem };
}

/** A sentence for the end of a problem of a text that contains a token; else empty. */
export function leakIn(text: string): string {
  return tokensIn(text).length > 0 ? ` It contains a token. ${LEAKED}.` : '';
}
