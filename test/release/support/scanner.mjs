/**
 * Called as grype is: `sbom:FILE --fail-on high`. grype itself, and its database of 100 MB, are too much for every change. Like grype it finds a
 * package of Debian by its source package, which the purl names, and others by their CPE. Knows three vulnerabilities, none of them real.
 */
import { existsSync, readFileSync } from 'node:fs';

const [, , source = '', ...flags] = process.argv;
if (flags.join(' ') !== '--fail-on high' || !source.startsWith('sbom:'))
  throw new Error(`Unknown arguments: ${process.argv.slice(2)}`);

/** Which of the made-up vulnerabilities this scan knows: a list in the clone, since it differs by scenario. */
const known = existsSync('.tmp/vulnerable') ? readFileSync('.tmp/vulnerable', 'utf8').trim().split('\n') : [];
const { components } = JSON.parse(readFileSync(source.slice('sbom:'.length), 'utf8'));
const names = (component) => [
  /[?&]upstream=([^&]*)/.exec(component.purl ?? '')?.[1],
  component.cpe?.split(':')[4],
  ...(component.components ?? []).flatMap(names),
];
const found = known.filter((name) => components.flatMap(names).includes(name));
for (const name of found) console.log(`${name}  MADE-UP-${name}  High`);
process.exitCode = found.length > 0 ? 2 : 0;
