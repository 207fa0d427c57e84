/** Shorter texts than this are too common to mask. */
const SHORTEST = 4;
const PEM_BOUNDARY = /-----(?:BEGIN|END) [A-Z0-9 ]{1,40}-----/g;
/** The last one is escaped, as in JSON. */
const LINE_ENDS = ['\n', '\r', '\\n'];

/**
 * Forms of a secret that decoding would miss: short ones, cut ones, base64 in another letter case as in a host name.
 * Each line of a secret has its own forms.
 */
export function secretForms(secret: string): string[] {
  const text = ownText(secret);
  const lines = LINE_ENDS.some((end) => text.includes(end)) ? text.split(/[\r\n]+|\\n/) : [text];
  const texts = new Set([text, ...lines].map((each) => each.trim()));
  const forms = [...texts].filter((each) => each.length >= SHORTEST).flatMap(encodings);
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST);
}

/** The secret without text that all secrets of its kind have. */
export function ownText(secret: string): string {
  return secret.replace(PEM_BOUNDARY, '\n');
}

function encodings(text: string): string[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((offset) => base64At(bytes, offset));
  return [
    text,
    text.replaceAll(' ', '+'),
    bytes.toString('hex'),
    ...base64,
    ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

/** The part of the base64 text that depends on the secret alone, with `offset` bytes (mod 3) before it. */
function base64At(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}
