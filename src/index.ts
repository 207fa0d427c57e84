import { main } from './main.ts';
import { randomUuid } from './process/random-uuid.ts';
import { after, wait } from './process/timers.ts';
import { writeAll } from './process/write-all.ts';
import { EXIT, SIGNALS } from './run/exit-code.ts';

/** Made when it is first asked for: a run that ends at a wrong variable has nothing to interrupt. */
let interruption: AbortController | undefined;
const theInterruption = () => {
  interruption ??= new AbortController();
  return interruption;
};
for (const [name, code] of Object.entries(SIGNALS)) {
  process.on(name, () => (theInterruption().signal.aborted ? process.exit(code) : theInterruption().abort(name)));
}
const { promise: bug, reject } = Promise.withResolvers<never>();
process.once('uncaughtException', reject);
process.once('beforeExit', () => reject(new Error('Nothing is left to wait for, and the run has not ended.')));

const environment = { ...process.env };
delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']; // nothing turns verification off; the pipe says so

/** A script may have removed it. Then it has no files, and a deployment without any does not need it. */
function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return environment['PWD'] || '/';
  }
}

// Nothing but main's own word makes this a success.
process.exitCode = EXIT.bug;
void main({
  environment,
  args: process.argv.slice(2),
  cwd: workingDirectory(),
  write: writeAll,
  clock: {
    now: () => Number(process.hrtime.bigint()) / 1e6,
    date: () => new Date(),
    after,
    wait,
  },
  random: Math.random,
  uuid: () => randomUuid(Math.random),
  get signal() {
    return theInterruption().signal;
  },
  bug,
}).then(process.exit);
