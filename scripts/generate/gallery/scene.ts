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

/** A network that no machine can be asked to have. */
export interface Network {
  /** The addresses that DNS has for every name. */
  readonly v4?: readonly string[];
  readonly v6?: readonly string[];
  /** What DNS fails with where there is no address. */
  readonly dnsCode?: string;
  /** What every connection fails with; `SILENCE`: it does not, and comes to no end. */
  readonly connectCode?: string;
}

/** How a run differs from a plain deployment to an Appsmith that is well. */
export interface Setting {
  readonly server?: EmulatorOptions;
  readonly prepare?: (emulator: Emulator) => void;
  /** Variables of the pipe; undefined takes one away. */
  readonly variables?: Changes;
  /** Files in the clone, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** What the machine's network is like; default: as it is. */
  readonly network?: Network;
  /** Sends SIGTERM once the server has this many requests. */
  readonly stoppedAtRequest?: number;
}

/** Runs the built pipe once in a setting. */
export async function runIn(setting: Setting): Promise<EndedRun> {
  const { server, prepare, variables, files = {}, network, stoppedAtRequest } = setting;
  await using emulator = await startEmulator({ apps: [{ ...DEFAULT_APP, pullMs: 30 }], ...server });
  prepare?.(emulator);
  using clone = new Clone(files);
  const environment = variablesFor(emulator, { MAX_ATTEMPTS: '2', CHECK_FOR_NEWER_VERSION: 'false', ...variables });
  const nodeArguments = network === undefined ? [] : ['--import', brokenNetwork(network)];
  const running = startPipe(environment, { cwd: clone.path, nodeArguments });
  if (stoppedAtRequest !== undefined) {
    await emulator.waitForRequest(stoppedAtRequest);
    await sleep(STOPPED_AFTER_MS);
    running.kill('SIGTERM');
  }
  return await running.ended;
}

/** A module that takes the place of DNS and, if need be, of the connections of a process. */
function brokenNetwork({ v4 = [], v6 = [], dnsCode = 'ENOTFOUND', connectCode = '' }: Network): string {
  const source = `
    import { promises } from 'node:dns';
    import { Socket } from 'node:net';
    const failed = (code) => Object.assign(new Error(code), { code });
    const answer = (addresses) => async () => {
      if (addresses.length === 0) throw failed('${dnsCode}');
      return addresses;
    };
    promises.Resolver.prototype.resolve4 = answer(${JSON.stringify(v4)});
    promises.Resolver.prototype.resolve6 = answer(${JSON.stringify(v6)});
    promises.Resolver.prototype.getServers = () => ['10.0.0.2'];
    if ('${connectCode}' !== '') Socket.prototype.connect = function () {
      this.connecting = true;
      if ('${connectCode}' !== 'SILENCE') process.nextTick(() => this.destroy(failed('${connectCode}')));
      return this;
    };`;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
