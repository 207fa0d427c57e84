import fc from 'fast-check';

const PRINTABLE = Array.from({ length: 0x5e }, (_, at) => String.fromCharCode(0x21 + at));

/** Tokens as the pipe takes them: printable ASCII, the signs that JSON, URLs, HTML and shells treat specially more often than chance would have them. */
export const anyToken = fc
  .array(fc.oneof(fc.constantFrom(...PRINTABLE), fc.constantFrom(...`"'\\/&<>%+=#?;$\`!*()~:@`)), {
    minLength: 16,
    maxLength: 80,
  })
  .map((characters) => characters.join(''))
  .filter((token) => new Set(token).size > 8);

type Writings = Readonly<Record<string, (secret: string) => string>>;

/** Ways to write a secret character by character. Written apart from the redactor, which they are to check. */
export const ESCAPED: Writings = {
  'as it is': (secret) => secret,
  'in upper case': (secret) => secret.toUpperCase(),
  'in lower case': (secret) => secret.toLowerCase(),
  'percent-encoded': encodeURIComponent,
  'percent-encoded in lower case': (secret) => encodeURIComponent(secret).toLowerCase(),
  'percent-encoded for a path': encodeURI,
  'percent-encoded by the letter of RFC 3986': (secret) =>
    encodeURIComponent(secret).replace(/[!'()*]/g, (sign) => percent(sign)),
  'percent-encoded, every byte': percent,
  'percent-encoded twice': (secret) => encodeURIComponent(encodeURIComponent(secret)),
  'as a field of a web form': (secret) => new URLSearchParams({ x: secret }).toString().slice(2),
  'in a string of JSON': (secret) => JSON.stringify(secret).slice(1, -1),
  'in a string of JSON in a string of JSON': (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  'in a string of JSON with slashes escaped': (secret) => JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/'),
  'escaped by code points, as JSON': (secret) =>
    secret.replace(/./gs, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'escaped by bytes, as JavaScript': (secret) => secret.replace(/./gs, (sign) => `\\x${hex(sign)}`),
  'with a backslash before each sign': (secret) => secret.replace(/[^A-Za-z0-9]/g, '\\$&'),
  'in HTML': (secret) =>
    secret
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
  'in HTML, by numbers': (secret) => secret.replace(/[^A-Za-z0-9]/g, (sign) => `&#${sign.charCodeAt(0)};`),
  'in HTML, by hexadecimal numbers': (secret) =>
    secret.replace(/[^A-Za-z0-9]/g, (sign) => `&#x${hex(sign).toUpperCase()};`),
};

/** Ways to write a secret so that none of its characters is left. */
export const ENCODED: Writings = {
  'in hex': hex,
  'in hex, upper case': (secret) => hex(secret).toUpperCase(),
  'in base64': (secret) => Buffer.from(secret).toString('base64'),
  'in base64, percent-encoded': (secret) => encodeURIComponent(Buffer.from(secret).toString('base64')),
  'in base64 of a header': (secret) => Buffer.from(`Authorization: Bearer ${secret}\r\n`).toString('base64'),
  'in base64 after one byte': (secret) => Buffer.from(`:${secret}:`).toString('base64'),
  'in base64 after two bytes': (secret) => Buffer.from(`::${secret}:`).toString('base64'),
  'in base64url': (secret) => Buffer.from(secret).toString('base64url'),
  'in base64url after one byte': (secret) => Buffer.from(`:${secret}`).toString('base64url'),
  'in base64url after two bytes': (secret) => Buffer.from(`::${secret}`).toString('base64url'),
};

function percent(text: string): string {
  return hex(text).replace(/../g, '%$&');
}

function hex(text: string): string {
  return Buffer.from(text).toString('hex');
}
