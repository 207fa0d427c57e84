/** A beginning of a secret of this length reveals too much. */
const TELLING = 9;

/**
 * Variables that hold a secret, lists included. Tokens of a deployments file have names of the user's choice, which end
 * in TOKEN here.
 */
const SECRET_NAMES = /^(BEARER_TOKEN|CLIENT_KEY|CLIENT_KEY_PASSPHRASE|EXTRA_HEADERS|.*_TOKEN)(_\d+)?$/;

/** The path of a key, or the name of a variable that lacks its $. */
const NO_SECRET = /^["']?[\w./~\\:-]+\.(pem|key|p12)["']?$|^[A-Z]+(_[A-Z]+)+$/;

/**
 * The secrets that an environment holds, as the pipe uses them. Short texts are left out.
 */
export function secretsOf(environment: Readonly<Record<string, string | undefined>>): string[] {
  const values = Object.entries(environment).flatMap(([name, value = '']) => {
    if (/_PROXY$/i.test(name)) return passwordsOf(value);
    if (!SECRET_NAMES.test(name) || NO_SECRET.test(value)) return [];
    if (name.startsWith('EXTRA_HEADERS')) return value.split('\n').map((header) => header.replace(/^[^:]*:/, ''));
    if (name.startsWith('CLIENT_KEY') && value.includes('-----')) return value.split('\n').slice(1, -2);
    return [value.trim().replace(/^bearer /i, '')];
  });
  return values.map((value) => value.trim()).filter((value) => value.length >= TELLING);
}

/** As it is written, and as it is sent; a user name without a password is one itself. */
function passwordsOf(address: string): string[] {
  if (!URL.canParse(address)) return [];
  const { username, password: word } = new URL(address);
  const password = word || username;
  return /%(?![0-9a-f]{2})/i.test(password) ? [password] : [password, decodeURIComponent(password)];
}

/**
 * Looks for secrets in text, in every form that they may have been brought into, whole or cut short. Written apart from
 * the redactor, which it is to check: the same mistake twice would go unseen.
 * @returns a description of each leak: the form, never the secret
 */
export function findLeaks(text: string, secrets: readonly string[]): string[] {
  const haystacks = [text, text.replace(/\s+/g, '')].map((each) => each.toLowerCase());
  return secrets.flatMap((secret, at) =>
    Object.entries(beginningsOf(secret))
      .filter(([, form]) => haystacks.some((haystack) => haystack.includes(form.toLowerCase())))
      .map(([name]) => `secret ${at + 1} as ${name}`),
  );
}

/**
 * How each form of a secret begins. An entity of HTML counts as the one character that it is: half of one reveals
 * nothing.
 */
function beginningsOf(secret: string): Record<string, string> {
  const beginnings = Object.entries(formsOf(secret)).map(([name, form]) => [name, form.slice(0, TELLING)]);
  return { ...Object.fromEntries(beginnings), HTML: html(secret.slice(0, TELLING)) };
}

function html(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function formsOf(secret: string): Record<string, string> {
  const bytes = Buffer.from(secret);
  const after = (before: string) => Buffer.from(before + secret).toString('base64');
  return {
    text: secret,
    hex: bytes.toString('hex'),
    base64: bytes.toString('base64').replace(/=+$/, '').slice(0, -1),
    'base64 after one byte': after('x').slice(2),
    'base64 after two bytes': after('xx').slice(3),
    base64url: bytes.toString('base64url').slice(0, -1),
    'percent-encoded': encodeURIComponent(secret),
    'every byte percent-encoded': bytes.toString('hex').replace(/../g, '%$&'),
    'JSON text': JSON.stringify(secret).slice(1, -1),
  };
}
