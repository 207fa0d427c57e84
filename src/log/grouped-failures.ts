import { adviceLines, FACTS, factOf } from '../deployment/advice.ts';
import type { Deployment } from '../deployment/deployment.ts';
import type { Failed, Skipped } from '../deployment/result.ts';
import { nameList, place, skippedText } from './deployment-names.ts';
import { explanation, headline, idsOf, isAbout, moreAbout, type ServerState, wordsOf } from './explanation.ts';

/** As many kinds of failure are explained in the log. */
const MOST_EXPLAINED = 5;
/** As many deployments are shown one by one with a failure that they share … */
const MOST_ALIKE = 5;
/** … and as many where the server or its words differ. */
const MOST_DIFFERENT = 10;
/** As many reasons for skipping are shown. */
const MOST_REASONS = 5;

/**
 * Explains the failures of several deployments, each kind once: one cause for hundreds is shown once, and what differs
 * with those that are named.
 */
export function* failedTogether(failed: readonly Failed[], servers: readonly ServerState[]): Iterable<string> {
  const kinds = [...Map.groupBy(failed, kindOf).values()] as [Failed, ...Failed[]][];
  for (const alike of kinds.slice(0, MOST_EXPLAINED))
    yield* alike.length === 1 ? alone(alike[0], servers) : together(alike, servers);
  const unexplained = kinds.length - MOST_EXPLAINED;
  if (unexplained === 1) yield '1 other kind of failure is in the table above, by its code.';
  if (unexplained > 1) yield `${unexplained} other kinds of failure are in the table above, by their codes.`;
}

/** Why deployments were skipped, those with the same reason together. */
export function* skippedTogether(skipped: readonly Skipped[]): Iterable<string> {
  const skippedBy = Map.groupBy(skipped, ({ reason }) => reason);
  const reasons = [...skippedBy].map(([reason, alike]) => ({
    reason,
    deployments: alike.map(({ deployment }) => deployment),
  }));
  for (const { reason, deployments } of reasons.slice(0, MOST_REASONS)) yield skippedText(deployments, reason);
  const others = reasons.slice(MOST_REASONS).flatMap(({ deployments }) => deployments);
  if (others.length > 0) yield `Also skipped: ${nameList(others.map(({ name }) => name))}`;
}

/** What is the same for failures that are explained together; in the advice each has its own facts. */
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
  const inCommon = alike.every((each) => wordsOf(each.failure).join() === words.join());
  const shown = worthShowing(alike);
  for (const each of shown) {
    yield `  ${place(each.deployment)}`;
    for (const text of [...(inCommon ? [] : wordsOf(each.failure)), ...idsOf(each.failure)]) yield `    ${text}`;
  }
  if (alike.length > shown.length)
    yield `  And ${alike.length - shown.length} more, in the table above with this code.`;
  const found = servers.filter((each) =>
    alike.some(({ failure, deployment }) => isAbout(each, failure, deployment.url)),
  );
  for (const text of new Set([...(inCommon ? words : []), ...found.map(({ text }) => text)])) yield `  ${text}`;

  const different = FACTS.filter((fact) =>
    alike.some((each) => factOf(each.deployment, fact) !== factOf(deployment, fact)),
  );
  const named = different.filter((fact) => failure.advice.some((line) => line.includes(`{${fact}}`)));
  const each = named.map((fact) => `<${fact}>`).join(' and ');
  yield named.length === 0 ? '  What to do:' : `  What to do, for each ${each}:`;
  for (const line of adviceLines(failure, deployment, named)) yield `  - ${line}`;
  yield moreAbout(failure);
}

/**
 * Those of the deployments that are shown one by one, in their order: the first of each server and of each that the
 * servers say, then the first ones.
 */
function worthShowing(alike: readonly Failed[]): Failed[] {
  const firstOf = (what: (each: Failed) => string) => [...Map.groupBy(alike, what).values()].map(([first]) => first);
  const different = [
    ...firstOf(({ deployment }) => deployment.url),
    ...firstOf(
      ({ deployment, failure }) => `${deployment.url} ${withoutFacts(wordsOf(failure).join(' '), deployment)}`,
    ),
  ];
  const shown = new Set([...new Set(different)].slice(0, MOST_DIFFERENT));
  for (const each of alike) if (shown.size < MOST_ALIKE) shown.add(each);
  return alike.filter((each) => shown.has(each));
}

/** What a server says of each application alone, names of applications and branches apart. */
function withoutFacts(words: string, { app, branch }: Deployment): string {
  return words.replaceAll(app, '').replaceAll(branch, '');
}
