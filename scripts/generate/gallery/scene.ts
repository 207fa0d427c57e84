import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_APP } from '../../../emulator/app.ts';
import { type Emulator, startEmulator } from '../../../emulator/emulator.ts';
import type { EmulatorOptions } from '../../../emulator/options.ts';
import { Clone } from '../../../test/support/bitbucket/clone.ts';
import type { EndedRun } from '../../../test/support/ended-run.ts';
import { variablesFor } from '../../../test/support/environment.ts';
import { startPipe } from '../../../test/support/run-pipe.ts';

/** Long enough that no duration in a table is shown as nothing. */
const STOPPED_AFTER_MS = 150;

type Changes = Readonly<Record<string, string | undefined>>;

/** One entry of the gallery: a run of the built pipe, and what led to it. */
export interface Scene {
  /** Heading; for a failure its key in the catalogue. */
  readonly title: string;
  readonly expectedExitCode: number;
  readonly run: () => Promise<EndedRun>;
}

/** How a run differs from a plain deployment to an Appsmith that is well. */
export interface Setting {
  readonly server?: EmulatorOptions;
  readonly prepare?: (emulator: Emulator) => void;
  /** Variables of the pipe; undefined takes one away. */
  readonly variables?: Changes;
  /** Files in the clone, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Name service and routes of the machine fail with this code. */
  readonly lookupFails?: string;
  /** Sends SIGTERM once the server has this many requests. */
  readonly stoppedAtRequest?: number;
}

/** Runs the built pipe once in a setting. */
export async function runIn(setting: Setting): Promise<EndedRun> {
  const { server, prepare, variables, files = {}, lookupFails, stoppedAtRequest } = setting;
  await using emulator = await startEmulator({ apps: [{ ...DEFAULT_APP, pullMs: 30 }], ...server });
  prepare?.(emulator);
  using clone = new Clone(files);
  const environment = variablesFor(emulator, { MAX_ATTEMPTS: '2', CHECK_FOR_NEWER_VERSION: 'false', ...variables });
  const nodeArguments = lookupFails === undefined ? [] : ['--import', brokenLookup(lookupFails)];
  const running = startPipe(environment, { cwd: clone.path, nodeArguments });
  if (stoppedAtRequest !== undefined) {
    await emulator.waitForRequest(stoppedAtRequest);
    await sleep(STOPPED_AFTER_MS);
    running.kill('SIGTERM');
  }
  return await running.ended;
}

/** A module that makes every look-up of a host name fail: no machine can be asked to have no DNS. */
function brokenLookup(code: string): string {
  const source = `
    import dns from 'node:dns';
    import { syncBuiltinESMExports } from 'node:module';
    dns.lookup = (host, options, done) => process.nextTick(done, Object.assign(new Error('${code}'), { code: '${code}' }));
    syncBuiltinESMExports();`;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
