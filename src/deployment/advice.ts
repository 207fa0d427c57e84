import type { Deployment } from './deployment.ts';
import type { Failure } from './failure.ts';

/** What distinguishes deployments, under the names that advice has for it. */
export const FACTS = ['app', 'branch', 'url', 'host'] as const;
export type Fact = (typeof FACTS)[number];

/** Comes first wherever nobody knows how the deployment ended. */
const LOOK_FIRST = 'The deployment may be done, or still be running in Appsmith: look at the application there first.';

/** A fact of a deployment as advice has it. */
export function factOf(deployment: Deployment, fact: Fact): string {
  return fact === 'host' ? new URL(deployment.url).host : deployment[fact];
}

/**
 * Fills in the advice of a failure: what to do, one line an entry.
 * @param hidden facts that are shown as `<app>`, since the lines are for several deployments in which they differ
 */
export function adviceLines(failure: Failure, deployment: Deployment, hidden: readonly Fact[] = []): string[] {
  const lines = failure.outcome === 'not-confirmed' ? [LOOK_FIRST, ...failure.advice] : failure.advice;
  return lines.map((line) =>
    line.replace(/\{(\w+)\}/g, (_, word: string) => wordFor(word, failure, deployment, hidden)),
  );
}

function wordFor(word: string, failure: Failure, deployment: Deployment, hidden: readonly Fact[]): string {
  const fact = FACTS.find((each) => each === word);
  if (fact !== undefined) return hidden.includes(fact) ? `<${fact}>` : factOf(deployment, fact);
  const { names, timeoutMs } = deployment;
  const words: Readonly<Record<string, string>> = {
    ...failure.facts,
    seconds: String(timeoutMs / 1_000),
    APPSMITH_URL: names.url,
    APP_ID: names.app,
    BRANCH: names.branch,
    BEARER_TOKEN: names.token,
    TIMEOUT: names.timeout,
  };
  return String(words[word]);
}
