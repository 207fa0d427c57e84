import { DEFAULT_APP, type EmulatedApp } from './app.ts';
import type { CsrfFilter, Edition } from './checks.ts';
import type { Tls } from './listen.ts';
import type { Health, Information } from './open-routes.ts';
import type { RecordedRequest } from './recording.ts';

/** What kind of Appsmith is emulated. Everything has a default. */
export interface EmulatorOptions {
  readonly apps?: readonly EmulatedApp[];
  /** Serves https instead of http. */
  readonly tls?: Tls;
  /** With `tls`: a second, plain server that answers 302 to https, same path and query. Its address is `httpUrl`. */
  readonly redirectFromHttp?: boolean;
  /** `/appsmith` when the instance lives below a path. Default: none. */
  readonly pathPrefix?: string;
  readonly version?: string;
  readonly edition?: Edition;
  readonly csrfFilter?: CsrfFilter;
  /** Wait before each answer of Appsmith, in ms, without the Git lock; with it: `pullMs` of an application. */
  readonly delayMs?: number;
  /** See DeploySettings. Default 0: a request that does not get the lock is refused at once. */
  readonly lockWaitMs?: number;
  readonly fractionDigits?: number;
  /** Caddy's limit; Appsmith's is 100. Default: none. */
  readonly requestsPerSecond?: number;
  readonly health?: Health;
  readonly information?: Information;
  /** Address to listen on. Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Called after every answer. */
  readonly onAnswered?: (request: RecordedRequest, status: number) => void;
}

type WithoutDefault = 'tls' | 'redirectFromHttp' | 'onAnswered';

/** Options with the defaults filled in. */
export type Settings = Required<Omit<EmulatorOptions, WithoutDefault>> & Pick<EmulatorOptions, WithoutDefault>;

/** A healthy Enterprise instance with one application. */
export const DEFAULTS: Settings = {
  apps: [DEFAULT_APP],
  pathPrefix: '',
  version: 'v1.66',
  edition: 'enterprise',
  csrfFilter: 'newer',
  delayMs: 0,
  lockWaitMs: 0,
  fractionDigits: 6,
  requestsPerSecond: Number.POSITIVE_INFINITY,
  health: 'up',
  information: 'json',
  host: '127.0.0.1',
  port: 0,
};
