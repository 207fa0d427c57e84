import type { Deployment } from './deployment.ts';
import type { Failure } from './failure.ts';

/** In what deployments differ, by its placeholder in advice. */
export const FACTS = ['app', 'branch', 'url', 'host'] as const;
export type Fact = (typeof FACTS)[number];

const LOOK_FIRST =
  'The new version may be live, or still being deployed: check in Appsmith when the application was last deployed.';
const TO_BE_SURE =
  'Usually nothing is deployed then. To be sure, check in Appsmith when the application was last deployed.';

export function factOf(deployment: Deployment, fact: Fact): string {
  return fact === 'host' ? new URL(deployment.url).host : deployment[fact];
}

/**
 * Fills in the advice of a failure: what to do, one line an entry.
 * @param hidden facts that are shown as `<app>`, since the lines are for several deployments in which they differ
 */
export function adviceLines(failure: Failure, deployment: Deployment, hidden: readonly Fact[] = []): string[] {
  const { outcome, advice } = failure;
  const check = failure.probablyNotDeployed ? TO_BE_SURE : LOOK_FIRST;
  const first = outcome === 'not-confirmed' ? [check] : [];
  return [...first, ...advice].map((line) =>
    line.replace(/\{(\w+)\}/g, (_, word: string) => wordFor(word, failure, deployment, hidden)),
  );
}

function wordFor(word: string, failure: Failure, deployment: Deployment, hidden: readonly Fact[]): string {
  const fact = FACTS.find((name) => name === word);
  if (fact !== undefined) return hidden.includes(fact) ? `<${fact}>` : factOf(deployment, fact);
  const { names, timeoutMs } = deployment;
  const words: Readonly<Record<string, string>> = {
    ...failure.facts,
    run: failure.outcome === 'not-confirmed' ? 'If it was not deployed, run' : 'Run',
    seconds: String(timeoutMs / 1_000),
    APPSMITH_URL: names.url,
    APP_ID: names.app,
    BRANCH: names.branch,
    BEARER_TOKEN: names.token,
    TIMEOUT: names.timeout,
  };
  return String(words[word]);
}
