import { readFileSync } from 'node:fs';
import { stdin } from 'node:process';
import { fileURLToPath } from 'node:url';

interface Envelope {
  readonly payload: string;
}

interface Statement {
  readonly predicate: unknown;
}

/**
 * The bill of materials inside what `cosign verify-attestation` prints: a DSSE envelope a line, whose payload is an
 * in-toto statement in base64.
 * @throws Error when nothing of that form is printed
 */
export function attestedSbom(printed: string): object {
  const line = printed.split('\n').find((text) => text.startsWith('{'));
  if (line === undefined) throw new Error('cosign has printed no attestation.');
  const { payload } = JSON.parse(line) as Envelope;
  const { predicate } = JSON.parse(Buffer.from(payload, 'base64').toString('utf8')) as Statement;
  if (typeof predicate !== 'object' || predicate === null || !('bomFormat' in predicate)) {
    throw new Error('The attestation holds no CycloneDX bill of materials.');
  }
  return predicate;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(attestedSbom(readFileSync(stdin.fd, 'utf8')), null, 2));
}
