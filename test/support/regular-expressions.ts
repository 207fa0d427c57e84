import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A regular expression of the program, and where it stands. */
export interface Found {
  readonly place: string;
  readonly expression: RegExp;
}

/** What a `/` follows that begins a regular expression and no division. */
const BEFORE = /(?:^|[=(,:[!&|?{;+]|\breturn|\bcase)\s*$/;
const LITERAL = /\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)/y;

/** Every regular expression below a folder of sources: the literals, found by reading. */
export function regularExpressions(folder: string): Found[] {
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((file) => file.endsWith('.ts')).sort();
  return files.flatMap((file) => literals(readFileSync(join(folder, file), 'utf8'), join(folder, file)));
}

function literals(source: string, file: string): Found[] {
  return source.split('\n').flatMap((line, at) => {
    if (/^\s*(\/?\*|\/\/)/.test(line)) return [];
    const found: Found[] = [];
    for (let from = line.indexOf('/'); from >= 0; from = line.indexOf('/', from + 1)) {
      LITERAL.lastIndex = from;
      const [whole, body, flags] = BEFORE.test(line.slice(0, from)) ? (LITERAL.exec(line) ?? []) : [];
      if (whole === undefined || body === undefined) continue;
      found.push({ place: `${file}:${at + 1} ${whole}`, expression: new RegExp(body, flags) });
      from += whole.length;
    }
    return found;
  });
}
