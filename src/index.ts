import { main } from './main.ts';
import { EXIT, SIGNALS } from './pipe/exit-code.ts';
import { randomUuid } from './random-uuid.ts';
import { after, wait } from './timers.ts';
import { writeAll } from './write-all.ts';

/** Longest time from the last line to the end of the process, in ms. */
const LONGEST_END_MS = 1_000;

const interruption = new AbortController();
for (const [name, code] of Object.entries(SIGNALS)) {
  process.on(name, () => (interruption.signal.aborted ? process.exit(code) : interruption.abort(name)));
}
const { promise: bug, reject } = Promise.withResolvers<never>();
process.once('uncaughtException', reject);

const environment = { ...process.env };
delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']; // nothing turns verification off; the pipe says so

// Nothing but main's own word makes this a success.
process.exitCode = EXIT.bug;
void main({
  environment,
  cwd: process.cwd(),
  stdout: (text) => writeAll(1, text),
  stderr: (text) => writeAll(2, text),
  clock: {
    now: () => Number(process.hrtime.bigint()) / 1e6,
    date: () => new Date(),
    after,
    wait,
  },
  random: Math.random,
  uuid: () => randomUuid(Math.random),
  signal: interruption.signal,
  bug,
}).then((code) => {
  process.exitCode = code;
  // A bug or a signal may have left something behind that would hold the end up.
  if (code > EXIT.invalid) process.exit(code);
  // A natural end is the fastest. Should a connection outlive the run, the step does not wait for it.
  setTimeout(process.exit, LONGEST_END_MS, code).unref();
});
