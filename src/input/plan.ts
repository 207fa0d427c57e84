import { endpointUrl } from '../appsmith/endpoint.ts';
import type { Deployment, Plan } from '../deployment/deployment.ts';
import type { VariableValues } from '../manifest/variable-values.generated.ts';

/** One deployment as the user asks for it, from the variables or from a deployments file. */
export interface DeploymentSpec {
  /** Unique within the plan. */
  readonly name: string;
  readonly baseUrl: string;
  readonly app: string;
  readonly branch: string;
  /** Secret. */
  readonly token: string;
  readonly timeoutMs: number;
  readonly after: readonly string[];
  readonly fromFile?: true;
  readonly pasted?: NonNullable<Deployment['pasted']>;
}

/** Turns specs into a plan: addresses are complete, and deployments that share Appsmith's Git lock have the same key. */
export function makePlan(specs: readonly DeploymentSpec[], values: VariableValues): Plan {
  return {
    deployments: specs.map(toDeployment),
    concurrency: values.CONCURRENCY,
    failFast: values.FAIL_FAST,
    retry: { maxAttempts: values.MAX_ATTEMPTS, delayMs: values.RETRY_DELAY * 1_000 },
  };
}

/** What deployments that share a Git lock of Appsmith have in common: the application on its server, whatever the branch. */
export function lockKeyOf({ baseUrl, app }: Pick<DeploymentSpec, 'baseUrl' | 'app'>): string {
  return `${baseUrl} ${app}`;
}

function toDeployment({ baseUrl, ...spec }: DeploymentSpec): Deployment {
  const { app, branch } = spec;
  return {
    ...spec,
    url: baseUrl,
    lockKey: lockKeyOf({ baseUrl, app }),
    endpoint: endpointUrl({ baseUrl, app, branch }),
  };
}
