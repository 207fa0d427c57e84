import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_APP } from '../../../emulator/app.ts';
import { type Emulator, startEmulator } from '../../../emulator/emulator.ts';
import type { EmulatorOptions } from '../../../emulator/options.ts';
import { Clone } from '../../../test/support/bitbucket/clone.ts';
import { type DnsAnswer, startDnsServer } from '../../../test/support/dns-server.ts';
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
  /** What a name server has for the name of the server. Default: no such name. */
  readonly dns?: DnsAnswer;
  /** What every connection fails with; `SILENCE`: it does not, and comes to no end. */
  readonly connectCode?: string;
}

/** The name of the server in such a network. */
export const OUTSIDE = 'appsmith.example.com';

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
  using names = network && (await startDnsServer(network.dns === undefined ? {} : { [OUTSIDE]: network.dns }));
  const nodeArguments = names === undefined ? [] : ['--import', networkModule(names.address, network?.connectCode)];
  const running = startPipe(environment, { cwd: clone.path, nodeArguments });
  if (stoppedAtRequest !== undefined) {
    await emulator.waitForRequest(stoppedAtRequest);
    await sleep(STOPPED_AFTER_MS);
    running.kill('SIGTERM');
  }
  return await running.ended;
}

/** A module that has a process ask another name server and, if need be, fails its connections. */
function networkModule(nameServer: string, connectCode = ''): string {
  const source = `
    import { promises } from 'node:dns';
    import { Socket } from 'node:net';
    promises.Resolver = class extends promises.Resolver {
      constructor(options) {
        super(options);
        this.setServers(['${nameServer}']);
      }
    };
    if ('${connectCode}' !== '') Socket.prototype.connect = function () {
      this.connecting = true;
      const error = Object.assign(new Error('${connectCode}'), { code: '${connectCode}' });
      if ('${connectCode}' !== 'SILENCE') process.nextTick(() => this.destroy(error));
      return this;
    };`;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
