import type { Deployer, Deployment, Outcome } from '../../src/deployment/deployment.ts';
import { DEPLOYED, failedWith } from './builders.ts';
import { settled } from './manual-clock.ts';

/** A deployer whose attempts end when the test says so; it watches who is under way. */
export class ManualDeployer implements Deployer {
  /** Names, in the order of starting; a name comes again with each attempt. */
  readonly started: string[] = [];
  readonly #underWay = new Map<string, (outcome: Outcome) => void>();

  deploy({ name }: Deployment, signal: AbortSignal): Promise<Outcome> {
    this.started.push(name);
    return new Promise((resolve) => {
      this.#underWay.set(name, resolve);
      signal.addEventListener('abort', () =>
        this.#end(name, failedWith({ kind: 'interrupted', code: 'INTERRUPTED', outcome: 'not-confirmed' })),
      );
    });
  }

  /** Names, in the order of starting. */
  get underWay(): string[] {
    return [...this.#underWay.keys()];
  }

  /** Ends an attempt, and lets all happen that follows from it. */
  async end(name: string, outcome: Outcome = DEPLOYED): Promise<void> {
    this.#end(name, outcome);
    await settled();
  }

  #end(name: string, outcome: Outcome): void {
    const resolve = this.#underWay.get(name);
    this.#underWay.delete(name);
    resolve?.(outcome);
  }
}
