import type { Deployment, Outcome, Plan } from '../../src/deployment/deployment.ts';
import type { Failure } from '../../src/deployment/failure.ts';
import { Logger } from '../../src/log/logger.ts';

/** Builders: say what matters, the rest is ordinary. */

export function aDeployment(given: Partial<Deployment> = {}): Deployment {
  const { name = 'Orders', url = 'https://appsmith.example.com', app = '660427bb3927480dc0720914' } = given;
  return {
    name,
    app,
    url,
    branch: 'main',
    endpoint: `${url}/api/v1/git/deploy/app/${app}?branchName=main`,
    token: '0123456789abcdef0123456789abcdef',
    timeoutMs: 300_000,
    lockKey: `${url} ${name}`,
    after: [],
    names: { url: 'APPSMITH_URL', app: 'APP_ID', branch: 'BRANCH', token: 'BEARER_TOKEN', timeout: 'TIMEOUT' },
    ...given,
  };
}

export function aPlan(deployments: readonly Deployment[], given: Partial<Plan> = {}): Plan {
  return { deployments, concurrency: 4, failFast: false, retry: { maxAttempts: 6, delayMs: 5_000 }, ...given };
}

export function aFailure(given: Partial<Failure> = {}): Failure {
  const { code = 'HTTP-401', key = code } = given;
  return {
    kind: 'access',
    key,
    code,
    title: 'Token not accepted',
    advice: ['Make a new token.'],
    retryable: 'no',
    outcome: 'not-deployed',
    ...given,
  };
}

/** A log without colours and masks, and its lines. */
export function aLog(): { readonly log: Logger; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const write = (text: string) => lines.push(text.slice(0, -1));
  return { log: new Logger({ write, redact: (text) => text, colours: false }), lines };
}

export const DEPLOYED: Outcome = { deployed: true, receipt: {}, warnings: [] };

export function failedWith(given: Partial<Failure> = {}): Outcome {
  return { deployed: false, failure: aFailure(given) };
}

export const LOCKED = failedWith({
  kind: 'busy',
  code: 'AE-GIT-5020',
  title: 'Git lock in use',
  retryable: 'yes',
});
