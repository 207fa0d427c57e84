import { main } from './main.ts';
import { after, wait } from './process/clock.ts';
import { randomUuid, writeAll } from './process/host.ts';
import { EXIT, SIGNALS } from './run/exit-code.ts';

const interruption = new AbortController();
for (const [name, code] of Object.entries(SIGNALS)) {
  process.on(name, () => (interruption.signal.aborted ? process.exit(code) : interruption.abort(name)));
}
const { promise: bug, reject } = Promise.withResolvers<never>();
process.once('uncaughtException', reject);
process.once('beforeExit', () => reject(new Error('Nothing is left to wait for, and the run has not ended.')));

const environment = { ...process.env };
delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']; // certificates are always verified; a warning says so

/** A script may have removed the folder, which a deployment without any files does not need. */
function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return environment['PWD'] || '/';
  }
}

process.exitCode = EXIT.bug; // only the result of main makes this a success
void main({
  environment,
  args: process.argv.slice(2),
  cwd: workingDirectory(),
  write: writeAll,
  clock: { now: () => Number(process.hrtime.bigint()) / 1e6, date: () => new Date(), after, wait },
  random: Math.random,
  uuid: () => randomUuid(Math.random),
  signal: interruption.signal,
  bug,
}).then(process.exit);
