import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Reading } from '../../appsmith/endpoint.ts';
import { readRegularFile } from '../../process/regular-file.ts';
import { clonePath, type Place } from '../clone-path.ts';

/** No certificate or key comes near this size, in bytes. */
const MOST_BYTES = 1024 * 1024;

/**
 * Reads PEM in any form that a variable may hold: the text (also with its line breaks written as `\n`), base64 of it, or a path inside the clone.
 * Problems never repeat the value: it may be a key.
 */
export function readPem(value: string, place: Place): Reading<string> {
  const text = value.replaceAll('\\n', '\n').trim();
  if (text.includes('-----BEGIN ')) return { value: `${text}\n` };
  if (/^[A-Za-z0-9+/\s]+={0,2}$/.test(text)) {
    const decoded = Buffer.from(text, 'base64').toString('utf8');
    if (decoded.includes('-----BEGIN ')) return { value: decoded };
  }
  return readFile(value.trim(), place);
}

/** Certificates of CAs: all that the text holds, each one whole. */
export function checkCertificates(pem: string): Reading<string> {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) return { problem: 'holds no certificate (-----BEGIN CERTIFICATE-----).' };
  if (pem.split('-----BEGIN CERTIFICATE-----').length - 1 > blocks.length)
    return { problem: 'holds a certificate without its end. Copy it again, with all its lines.' };
  for (const [at, block] of blocks.entries()) {
    try {
      new X509Certificate(block);
    } catch {
      return { problem: `holds a broken certificate (number ${at + 1}). Copy it again, with all its lines.` };
    }
  }
  return { value: `${blocks.join('\n')}\n` };
}

/** What is wrong with a key, its passphrase, or the certificate that it should belong to. */
export interface KeyProblem {
  readonly variable: 'CLIENT_CERTIFICATE' | 'CLIENT_KEY' | 'CLIENT_KEY_PASSPHRASE';
  readonly message: string;
}

/** Checks, before anything is sent, that a key can be used and belongs to its certificate. */
export function checkKey(certificate: string, key: string, passphrase: string | undefined): KeyProblem | undefined {
  const encrypted = /-----BEGIN ENCRYPTED|^Proc-Type: 4,ENCRYPTED/m.test(key);
  if (encrypted && passphrase === undefined) {
    return { variable: 'CLIENT_KEY_PASSPHRASE', message: 'required field, since CLIENT_KEY is encrypted.' };
  }
  try {
    const privateKey = createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase }) });
    const fits = certificate
      .split(/(?<=-----END CERTIFICATE-----)\s+(?=-)/)
      .map((each) => new X509Certificate(each).checkPrivateKey(privateKey));
    if (fits[0]) return undefined;
    if (fits.includes(true)) {
      return {
        variable: 'CLIENT_CERTIFICATE',
        message: 'must begin with the certificate that CLIENT_KEY belongs to. Those of its authorities come after it.',
      };
    }
    return {
      variable: 'CLIENT_KEY',
      message: 'does not belong to CLIENT_CERTIFICATE. Give the key that the certificate was made with.',
    };
  } catch {
    return encrypted
      ? { variable: 'CLIENT_KEY_PASSPHRASE', message: 'does not open CLIENT_KEY.' }
      : {
          variable: 'CLIENT_KEY',
          message: 'holds no private key that can be read. Copy it again, with all its lines.',
        };
  }
}

function readFile(path: string, place: Place): Reading<string> {
  const inside = clonePath(path, place);
  if ('problem' in inside) return { problem: `is neither PEM nor base64 of PEM, and as a path it ${inside.problem}` };
  const file = readRegularFile(inside.value, MOST_BYTES);
  if ('bytes' in file) {
    const text = file.bytes.toString('utf8');
    return text.includes('-----BEGIN ')
      ? { value: text }
      : { problem: 'names a file that holds no PEM (-----BEGIN …).' };
  }
  if (file.code === 'ENOTFILE') return { problem: 'names something that is not a regular file.' };
  if (file.code === 'EFBIG') return { problem: 'names a file that is too large for a certificate or key.' };
  return { problem: `is neither PEM nor base64 of PEM, and as a path it cannot be read (${file.code}).` };
}
