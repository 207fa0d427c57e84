import { adviceLines, FACTS, type Fact, factOf } from '../deployment/advice.ts';
import type { Failed, Skipped } from '../deployment/result.ts';
import { nameList, place, skippedText } from './deployment-names.ts';
import { explanation, headline, idsOf, isAbout, moreAbout, type ServerState, wordsOf } from './explanation.ts';

/** Kinds of failure that are explained. */
const MOST_KINDS = 5;
/** Deployments that are named below a failure that they share … */
const MOST_ALIKE = 5;
/** … and when servers, or what these say, differ. */
const MOST_DIFFERENT = 10;
/** Reasons for skipping that are shown. */
const MOST_REASONS = 5;

/** Explains the failures of several deployments, each kind once: hundreds may have the same cause. */
export function* failedTogether(failed: readonly Failed[], servers: readonly ServerState[]): Iterable<string> {
  const kinds = [...Map.groupBy(failed, kindOf).values()] as [Failed, ...Failed[]][];
  for (const alike of kinds.slice(0, MOST_KINDS))
    yield* alike.length === 1 ? alone(alike[0], servers) : together(alike, servers);
  const unexplained = kinds.length - MOST_KINDS;
  if (unexplained === 1) yield '1 other kind of failure is in the table above, by its code.';
  if (unexplained > 1) yield `${unexplained} other kinds of failure are in the table above, by their codes.`;
}

/** Why deployments were skipped, those with the same reason together. */
export function* skippedTogether(skipped: readonly Skipped[]): Iterable<string> {
  const deploymentsOf = (some: readonly Skipped[]) => some.map(({ deployment }) => deployment);
  const reasons = [...Map.groupBy(skipped, ({ reason }) => reason)];
  for (const [reason, alike] of reasons.slice(0, MOST_REASONS)) yield skippedText(deploymentsOf(alike), reason);
  const others = reasons.slice(MOST_REASONS).flatMap(([, alike]) => deploymentsOf(alike));
  if (others.length > 0) yield `Also skipped: ${nameList(others.map(({ name }) => name))}`;
}

/** Failures of the same kind are explained together. */
function kindOf({ deployment, failure }: Failed): string {
  const { title, key, code, outcome, advice, facts } = failure;
  return JSON.stringify([title, key, code, outcome, advice, facts, deployment.names]);
}

function* alone(failed: Failed, servers: readonly ServerState[]): Iterable<string> {
  const { deployment, failure } = failed;
  yield `${headline(failure)}: ${deployment.name}`;
  yield `  ${place({ ...deployment, name: deployment.app })}`;
  yield* explanation(failed, servers);
}

function* together(alike: readonly [Failed, ...Failed[]], servers: readonly ServerState[]): Iterable<string> {
  const [{ deployment, failure }] = alike;
  yield `${headline(failure)}: ${alike.length} deployments`;
  const words = wordsOf(failure);
  const isShared = alike.every((other) => wordsOf(other.failure).join() === words.join());
  const shown = worthShowing(alike);
  for (const { deployment, failure } of shown) {
    yield `  ${place(deployment)}`;
    const lines = isShared ? idsOf(failure) : [...wordsOf(failure), ...idsOf(failure)];
    for (const line of lines) yield `    ${line}`;
  }
  if (alike.length > shown.length)
    yield `  And ${alike.length - shown.length} more, in the table above with this code.`;
  const found = servers.filter((server) =>
    alike.some(({ failure, deployment }) => isAbout(server, failure, deployment.url)),
  );
  const texts = found.map(({ text }) => text);
  for (const text of new Set(isShared ? [...words, ...texts] : texts)) yield `  ${text}`;

  const isInAdvice = (fact: Fact) => failure.advice.some((line) => line.includes(`{${fact}}`));
  const differs = (fact: Fact) => alike.some((other) => factOf(other.deployment, fact) !== factOf(deployment, fact));
  const facts = FACTS.filter((fact) => isInAdvice(fact) && differs(fact));
  const placeholders = facts.map((fact) => `<${fact}>`).join(' and ');
  yield facts.length === 0 ? '  What to do:' : `  What to do, for each ${placeholders}:`;
  for (const line of adviceLines(failure, deployment, facts)) yield `  - ${line}`;
  yield moreAbout(failure);
}

/**
 * The failures whose deployments are named: one for each server, one for each message of a server, then any others.
 * They stay in the order of the plan.
 */
function worthShowing(alike: readonly Failed[]): Failed[] {
  const oneForEach = (key: (failed: Failed) => string) =>
    Array.from(Map.groupBy(alike, key).values(), ([first]) => first as Failed);
  const different = new Set([...oneForEach(serverOf), ...oneForEach(serverAndWordsOf)]);
  const shown = new Set([...different].slice(0, MOST_DIFFERENT));
  for (const failed of alike) if (shown.size < MOST_ALIKE) shown.add(failed);
  return alike.filter((failed) => shown.has(failed));
}

function serverOf({ deployment }: Failed): string {
  return deployment.url;
}

/** Without the names of application and branch: messages that differ only there are the same. */
function serverAndWordsOf({ deployment, failure }: Failed): string {
  const { url, app, branch } = deployment;
  return `${url} ${wordsOf(failure).join(' ').replaceAll(app, '').replaceAll(branch, '')}`;
}
