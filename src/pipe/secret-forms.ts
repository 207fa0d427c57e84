/** Shorter texts than this are too common to mask. */
const SHORTEST = 4;

/**
 * The forms in which a secret may come back: as it is, URL-encoded, in base64 and base64url at the three alignments, in hex, escaped for JSON, HTML
 * or a form, and each line of a secret of several lines. Letters may be of either case: whoever compares folds them.
 */
export function secretForms(secret: string): string[] {
  const lines = secret.split(/[\r\n]+/);
  const texts = new Set([secret, secret.trim(), ...lines.map((line) => line.trim())]);
  const forms = [...texts].filter((text) => text.length >= SHORTEST).flatMap(encodings);
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST);
}

function encodings(text: string): string[] {
  const bytes = Buffer.from(text, 'utf8');
  const url = encodeURIComponent(text.toWellFormed());
  const json = JSON.stringify(text).slice(1, -1);
  const base64 = [0, 1, 2].map((offset) => base64At(bytes, offset));
  return [
    text,
    url,
    url.replaceAll('%20', '+'),
    url.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`),
    encodeURI(text.toWellFormed()),
    json,
    json.replaceAll('/', '\\/'),
    escapedNonAscii(json),
    html(text, '&#39;'),
    html(text, '&apos;'),
    bytes.toString('hex'),
    ...base64,
    ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

/** The characters of the base64 text of `…secret…` that depend on the secret alone, when `offset` bytes (mod 3) stand before it. */
function base64At(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}

function escapedNonAscii(json: string): string {
  return json.replace(/[^\x20-\x7e]|[<>&']/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function html(text: string, apostrophe: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", apostrophe);
}
