import fc from 'fast-check';

const PRINTABLE = Array.from({ length: 0x5e }, (_, at) => String.fromCharCode(0x21 + at));

/**
 * Tokens as the pipe takes them: printable ASCII, the signs that JSON, URLs, HTML and shells treat specially more often
 * than chance would have them.
 */
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
  'in HTML, by numbers without semicolons': (secret) => secret.replace(/./gs, (sign) => `&#${sign.charCodeAt(0)}`),
  'percent-encoded four times': (secret) => [1, 2, 3, 4].reduce((text) => encodeURIComponent(text), secret),
  'percent-encoded by code units': (secret) => secret.replace(/./gs, (sign) => `%u00${hex(sign)}`),
  'escaped by code points in braces': (secret) => secret.replace(/./gs, (sign) => `\\u{${hex(sign)}}`),
  'in octal, as Git and nginx write it': (secret) =>
    secret.replace(/./gs, (sign) => `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`),
  'in quoted-printable': (secret) => secret.replace(/[^A-Za-z0-9]/g, (sign) => `=${hex(sign).toUpperCase()}`),
  'in quoted-printable, every byte': (secret) => secret.replace(/./gs, (sign) => `=${hex(sign).toUpperCase()}`),
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

/** Ways in which programs show bytes, and encodings one in the other. */
export const DUMPED: Writings = {
  'in hex with colons': (secret) => hex(secret).replace(/..(?=.)/g, '$&:'),
  'in hex with spaces': (secret) => hex(secret).replace(/..(?=.)/g, '$& '),
  'in hex with 0x': (secret) =>
    hex(secret)
      .replace(/..(?=.)/g, '0x$&, ')
      .replace(/..$/, '0x$&'),
  'as Node shows a Buffer': (secret) => `<Buffer ${hex(secret).replace(/..(?=.)/g, '$& ')}>`,
  'as JSON has a Buffer': (secret) => JSON.stringify(Buffer.from(secret)),
  'as a list of bytes': (secret) => `[${[...Buffer.from(secret)].join(', ')}]`,
  'by xxd': (secret) => rows(secret, (at, bytes) => `${offset(at)}: ${groups(bytes, 4).padEnd(40)} ${bytes}`),
  'by hexdump -C': (secret) => rows(secret, (at, bytes) => `${offset(at)}  ${groups(bytes, 2).padEnd(49)} |${bytes}|`),
  'in hex of base64': (secret) => hex(Buffer.from(secret).toString('base64')),
  'in base64 of base64': (secret) => base64(base64(secret)),
  'in base64 of base64 of base64': (secret) => base64(base64(base64(secret))),
  'in base64 of hex': (secret) => base64(hex(secret)),
  'in base64 of JSON': (secret) => base64(JSON.stringify({ token: secret })),
  'in base64 of a percent-encoded form': (secret) => base64(new URLSearchParams({ a: secret }).toString()),
  'in base64 of UTF-16': (secret) => Buffer.from(secret, 'utf16le').toString('base64'),
  'in base64 in JSON in a URL': (secret) => encodeURIComponent(JSON.stringify({ a: base64(`user:${secret}`) })),
};

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function rows(secret: string, row: (at: number, bytes: string) => string): string {
  const parts = secret.match(/.{1,16}/gs) ?? [];
  return parts.map((bytes, at) => row(at * 16, bytes)).join('\n');
}

function offset(at: number): string {
  return at.toString(16).padStart(8, '0');
}

function groups(bytes: string, digits: number): string {
  return (hex(bytes).match(new RegExp(`.{1,${digits}}`, 'g')) ?? []).join(' ');
}

function percent(text: string): string {
  return hex(text).replace(/../g, '%$&');
}

function hex(text: string): string {
  return Buffer.from(text).toString('hex');
}
