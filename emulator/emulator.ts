import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import { answers } from './answers.ts';
import { admit, type Knowledge, RateLimit } from './checks.ts';
import { after, type CompletedDeployment, Deployments } from './deployments.ts';
import { GitLocks, type LockHold } from './git-lock.ts';
import { type Listener, listen } from './listen.ts';
import { type Health, type Information, openRoute } from './open-routes.ts';
import { DEFAULTS, type EmulatorOptions, type Settings } from './options.ts';
import { Concurrency, type RecordedRequest, record } from './recording.ts';
import { send } from './send.ts';
import { redirectTo } from './simple-answers.ts';

/** An answer, or what makes one; without one the emulator behaves as usual. */
export type ScriptedAnswer = Answer | ((request: RecordedRequest) => Answer | undefined);

type Reply = (answer: Answer, delayMs?: number) => void;

const ROUTE = '/api/v1/git/deploy/app/';

/** An Appsmith Enterprise behind its Caddy, as a real server on loopback. Made by `startEmulator`. */
export class Emulator {
  /** All requests of all routes, the redirecting plain server's included. */
  readonly requests: RecordedRequest[] = [];
  /** Only POSTs to the deploy route. */
  readonly deployRequests: RecordedRequest[] = [];
  /** May be changed at any time. */
  health: Health;
  /** May be changed at any time. */
  information: Information;
  readonly #options: Settings;
  readonly #knowledge: Knowledge;
  readonly #locks = new GitLocks();
  readonly #deployments: Deployments;
  readonly #scriptedOnce: Answer[] = [];
  #scriptedAlways: ScriptedAnswer | undefined;
  readonly #concurrency = new Concurrency();
  readonly #rateLimit: RateLimit;
  readonly #waiting = new Set<{ readonly n: number; readonly resolve: (request: RecordedRequest) => void }>();
  #server!: Listener;
  #plain?: Listener;

  /** @internal use `startEmulator` */
  constructor(options: EmulatorOptions) {
    this.#options = { ...DEFAULTS, ...options };
    const { version, edition, csrfFilter, apps, health, information, requestsPerSecond } = this.#options;
    const byId = new Map(apps.map((app) => [app.id, app]));
    this.#knowledge = { version, edition, csrfFilter, apps: byId, tokens: new Set(apps.map(({ token }) => token)) };
    this.health = health;
    this.information = information;
    this.#deployments = new Deployments(this.#locks, this.#options);
    this.#rateLimit = new RateLimit(requestsPerSecond);
  }

  /** Origin and path prefix, no trailing slash: the value of APPSMITH_URL. */
  get url(): string {
    const { tls, pathPrefix } = this.#options;
    return `${tls === undefined ? 'http' : 'https'}://${this.#authority(this.port)}${pathPrefix}`;
  }

  /** The address of the plain server that redirects to https. Throws when it was not asked for. */
  get httpUrl(): string {
    if (this.#plain === undefined)
      throw new Error('Start the emulator with tls and redirectFromHttp to have an httpUrl');
    return `http://${this.#authority(this.#plain.port)}${this.#options.pathPrefix}`;
  }

  get port(): number {
    return this.#server.port;
  }

  /** What was pulled and published, in order. */
  get deployments(): readonly CompletedDeployment[] {
    return this.#deployments.completed;
  }

  /** The most deploy requests that were open at once. */
  get maxConcurrent(): number {
    return this.#concurrency.max;
  }

  maxConcurrentFor(appId: string): number {
    return this.#concurrency.maxFor(appId);
  }

  /** The next deploy requests get these answers, one each; then the emulator behaves as before. */
  answerWith(...scripted: readonly Answer[]): void {
    this.#scriptedOnce.push(...scripted);
  }

  /** Every deploy request gets this answer. */
  answerAlways(scripted: ScriptedAnswer | undefined): void {
    this.#scriptedAlways = scripted;
  }

  /** Somebody else has the Git lock, of the first application if none is named. */
  holdLock(hold: LockHold, appId: string = this.#options.apps[0]?.id ?? ''): void {
    this.#locks.hold(appId, hold);
  }

  /** Resolves with the nth deploy request, counted from 1, as soon as it has been received. */
  waitForRequest(n: number): Promise<RecordedRequest> {
    const received = this.deployRequests[n - 1];
    if (received !== undefined) return Promise.resolve(received);
    return new Promise((resolve) => void this.#waiting.add({ n, resolve }));
  }

  async listen(): Promise<void> {
    const { host, port, tls, redirectFromHttp } = this.#options;
    this.#server = await listen((request, response) => this.#receive(request, response), { host, port, tls });
    if (!redirectFromHttp) return;
    this.#plain = await listen((request, response) => this.#redirect(request, response), { host, port: 0 });
  }

  /** Ends the server and all its connections; a second call does nothing. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#server.close(), this.#plain?.close()]);
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    record(request, (recorded) => {
      this.requests.push(recorded);
      const { onAnswered, delayMs, version } = this.#options;
      if (onAnswered) response.once('finish', () => onAnswered(recorded, response.statusCode));
      this.#route(recorded, response, (answer, defaultDelayMs = delayMs) =>
        after(answer.delayMs ?? defaultDelayMs, () => send(request, response, answer, version)),
      );
    });
  }

  /** Caddy first, then Appsmith below the path prefix. What Caddy answers itself has no delay. */
  #route(recorded: RecordedRequest, response: ServerResponse, reply: Reply): void {
    const { pathPrefix } = this.#options;
    const isBelowPrefix = recorded.path.startsWith(`${pathPrefix}/`);
    const path = recorded.path.slice(pathPrefix.length);
    const appId = path.startsWith(ROUTE) && recorded.method === 'POST' ? path.slice(ROUTE.length) : '';
    if (this.#rateLimit.refuses(recorded.receivedAtMs)) {
      reply(answers['caddy-429'](), 0);
    } else if (!isBelowPrefix) {
      reply(answers['nginx-404'](), 0);
    } else if (appId !== '' && !appId.includes('/')) {
      this.#deploy(recorded, appId, response, reply);
    } else {
      const { health, information, deployments: completed } = this;
      reply(openRoute(recorded, path, this.#knowledge, { health, information, completed }));
    }
  }

  #deploy(recorded: RecordedRequest, appId: string, response: ServerResponse, reply: Reply): void {
    this.#concurrency.begin(appId);
    response.once('close', () => this.#concurrency.end(appId));
    this.#noteDeployRequest(recorded);
    const always = this.#scriptedAlways;
    const scripted = this.#scriptedOnce.shift() ?? (typeof always === 'function' ? always(recorded) : always);
    if (scripted !== undefined && !scripted.afterDeploying) {
      reply(scripted);
      return;
    }
    const admission = admit(recorded, appId, this.#knowledge);
    if (admission.kind === 'refused') reply(admission.answer);
    else this.#deployments.run(admission.app, admission.branch, (answer) => reply(scripted ?? answer));
  }

  #noteDeployRequest(recorded: RecordedRequest): void {
    this.deployRequests.push(recorded);
    for (const waiting of this.#waiting) {
      if (waiting.n !== this.deployRequests.length) continue;
      this.#waiting.delete(waiting);
      waiting.resolve(recorded);
    }
  }

  #redirect(request: IncomingMessage, response: ServerResponse): void {
    record(request, (recorded) => {
      this.requests.push(recorded);
      const location = `https://${this.#authority(this.port)}${recorded.url}`;
      send(request, response, redirectTo(location), this.#options.version);
    });
  }

  #authority(port: number): string {
    const { host } = this.#options;
    if (host === '0.0.0.0' || host === '::') return `127.0.0.1:${port}`;
    return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  }
}

/**
 * Starts an Appsmith to test against.
 * @example await using emulator = await startEmulator({ delayMs: 50 });
 * @throws when the address cannot be listened on
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = new Emulator(options);
  await emulator.listen();
  return emulator;
}
