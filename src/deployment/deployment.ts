import type { Failure } from './failure.ts';

/** What is to be deployed: one application, on one branch, of one server. */
export interface Deployment {
  /** Unique within the plan; shown in the log and the reports. */
  readonly name: string;
  /** Opaque id of the application, as Appsmith shows it. */
  readonly app: string;
  /** Branch as Git names it, not encoded. */
  readonly branch: string;
  /** Address of the server: origin and path prefix, no trailing slash, no credentials. */
  readonly url: string;
  /** The whole address the deployment is sent to, branch encoded. */
  readonly endpoint: string;
  /** Secret. */
  readonly token: string;
  /** Limit for one attempt, connect to last byte, in ms. */
  readonly timeoutMs: number;
  /** Deployments with the same key share the server's Git lock and are never run at the same time. */
  readonly lockKey: string;
  /** Names of the deployments that must be deployed first. */
  readonly after: readonly string[];
  /** The variable, or the key of a deployments file, of each part. */
  readonly names: Names;
}

/** A deployment that its file disables: it is shown, and never sent. */
export type DisabledDeployment = Pick<Deployment, 'name' | 'app' | 'branch' | 'url'>;

/** What the user calls the parts of a deployment, for advice. */
export type Names = Readonly<Record<'url' | 'app' | 'branch' | 'token' | 'timeout', string>>;

/** What the server says about a completed deployment. Any field may be missing. */
export interface Receipt {
  readonly applicationName?: string;
  readonly branch?: string;
  readonly applicationId?: string;
  /** ISO 8601, UTC, the server's clock. */
  readonly deployedAt?: string;
  readonly repoUrl?: string;
}

/** The outcome of one attempt. Expected failures are values; anything thrown is a bug. */
export type Outcome =
  | { readonly deployed: true; readonly receipt: Receipt; readonly warnings: readonly string[] }
  | { readonly deployed: false; readonly failure: Failure };

export interface Deployer {
  /**
   * Makes one attempt.
   * @param signal aborts the attempt at once; the outcome is then a failure of kind `interrupted`
   * @param onSent is called when the connection is made, and the request is sent
   */
  deploy(deployment: Deployment, signal: AbortSignal, onSent: () => void): Promise<Outcome>;
}

export interface Plan {
  /** In the order of the user's file or lists. */
  readonly deployments: readonly Deployment[];
  /** How many deployments run at once, 1–64. */
  readonly concurrency: number;
  /** True: when one fails, those that have not started are skipped. */
  readonly failFast: boolean;
  readonly retry: RetryPolicy;
}

export interface RetryPolicy {
  /** Attempts in all, the first included; 1 = no retry. */
  readonly maxAttempts: number;
  /** Wait before the second attempt; doubles with each further one. */
  readonly delayMs: number;
}
