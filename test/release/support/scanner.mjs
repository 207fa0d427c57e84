/**
 * Called like grype, which is too large for every change: `sbom:FILE --fail-on high`. Like grype it finds a package of
 * Debian by the source package in its purl, and others by their CPE. Knows three invented vulnerabilities.
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
