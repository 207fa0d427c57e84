import type { Deployment, Receipt } from './deployment.ts';
import type { Failure } from './failure.ts';

/** Times are ms since the run began. */
export interface Attempt {
  readonly startMs: number;
  readonly endMs: number;
  /** Absent when the attempt deployed. */
  readonly failure?: Failure;
}

interface Ran {
  readonly deployment: Deployment;
  /** In order; empty when the deployment was interrupted before its first attempt. */
  readonly attempts: readonly Attempt[];
  /** From the start of the first attempt to the end of the last, waits included, in ms. */
  readonly durationMs: number;
}

/** Appsmith has confirmed the deployment. */
export interface Deployed extends Ran {
  readonly status: 'deployed';
  readonly receipt: Receipt;
}

/** The last attempt failed, or a signal ended it. */
export interface Failed extends Ran {
  readonly status: 'failed';
  readonly failure: Failure;
}

/** It was never sent. */
export interface Skipped {
  readonly status: 'skipped';
  readonly deployment: Deployment;
  /** Why, as a clause: `Orders (EU) was not deployed`. */
  readonly reason: string;
}

/** How one deployment of the plan ended. */
export type Result = Deployed | Failed | Skipped;

/** A whole run: every deployment of the plan, in the plan's order. */
export interface Run {
  readonly results: readonly Result[];
  /** Wall time of the run in ms, by a monotonic clock. */
  readonly durationMs: number;
  /** When the run began, by the wall clock. */
  readonly startedAt: Date;
  /** The signal that ended it early, e.g. `SIGTERM`. */
  readonly interruptedBy?: string;
}
