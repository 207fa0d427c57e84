import type { Answer } from './answer.ts';
import { answers } from './answers.ts';
import { branchApplicationId, type EmulatedApp } from './app.ts';
import { instant, success } from './envelope.ts';
import type { GitLocks } from './git-lock.ts';
import { importProblem } from './import.ts';

/** A pull and publish that is done, whether or not the client still listened. */
export interface CompletedDeployment {
  readonly appId: string;
  readonly branch: string;
  /** As in the answer. */
  readonly deployedAt: string;
}

/** How this server pulls and publishes. */
export interface DeploySettings {
  /** How long a request waits for the Git lock before it is refused, in ms; Appsmith waits about 20,000. */
  readonly lockWaitMs: number;
  /** Digits after the second in `deployedAt`, 0–9. */
  readonly fractionDigits: number;
}

const LOCK_POLL_MS = 10;

/** Pulls and publishes, one at a time for each application. */
export class Deployments {
  readonly completed: CompletedDeployment[] = [];
  readonly #locks: GitLocks;
  readonly #settings: DeploySettings;

  constructor(locks: GitLocks, settings: DeploySettings) {
    this.#locks = locks;
    this.#settings = settings;
  }

  /**
   * Waits for the lock, pulls and publishes.
   * @param done gets the answer, at once when there is nothing to wait for
   */
  run(app: EmulatedApp, branch: string, done: (answer: Answer) => void): void {
    const giveUpAtMs = performance.now() + this.#settings.lockWaitMs;
    const isRefused = this.#locks.refuses(app.id);
    const tryLock = () => {
      if (!isRefused && this.#locks.take(app.id)) after(app.pullMs, () => done(this.#finish(app, branch)));
      else if (performance.now() >= giveUpAtMs) done(answers['AE-GIT-5020']());
      else after(LOCK_POLL_MS, tryLock);
    };
    tryLock();
  }

  #finish(app: EmulatedApp, branch: string): Answer {
    this.#locks.release(app.id);
    const problem = app.clone === undefined ? undefined : importProblem(app.clone);
    if (problem !== undefined) return answers[problem]();
    const deployedAt = instant(new Date(), this.#settings.fractionDigits);
    this.completed.push({ appId: app.id, branch, deployedAt });
    return success({
      applicationName: app.name,
      branchName: branch,
      applicationId: branchApplicationId(app, branch),
      deployedAt,
      repoUrl: app.repoUrl,
    });
  }
}

/** Calls back after so many ms, at once for 0. Never keeps the process alive. */
export function after(ms: number, callback: () => void): void {
  if (ms <= 0) callback();
  else setTimeout(callback, ms).unref();
}
