import type { Failed, Skipped } from '../deployment/result.ts';
import { type Around, explanation, idsOf, isAbout, moreAbout, wordsOf } from './explanation.ts';
import { nameList, skippedText } from './name-list.ts';
import { FACTS, factOf, withStandIns } from './placeholders.ts';
import { place } from './title.ts';

/** As many kinds of failure are explained in the log. */
const MOST_EXPLAINED = 5;
/** As many deployments are told one by one with a failure that they share … */
const MOST_ALIKE = 5;
/** … and as many where the server or its words differ. */
const MOST_DIFFERENT = 10;
/** As many reasons for skipping are told. */
const MOST_REASONS = 5;

/** Explains the failures of several deployments, each kind once: one cause for hundreds is told once, and what differs with those that are named. */
export function* failedTogether(failed: readonly Failed[], around: Around): Iterable<string> {
  const kinds = [...Map.groupBy(failed, kindOf).values()] as [Failed, ...Failed[]][];
  for (const alike of kinds.slice(0, MOST_EXPLAINED))
    yield* alike.length === 1 ? alone(alike[0], around) : together(alike, around);
  const untold = kinds.length - MOST_EXPLAINED;
  if (untold === 1) yield '1 other kind of failure is in the table above, by its code.';
  if (untold > 1) yield `${untold} other kinds of failure are in the table above, by their codes.`;
}

/** Why deployments were skipped, those with the same reason together. */
export function* skippedTogether(skipped: readonly Skipped[]): Iterable<string> {
  const reasons = [...Map.groupBy(skipped, ({ reason }) => reason).values()] as [Skipped, ...Skipped[]][];
  for (const alike of reasons.slice(0, MOST_REASONS))
    yield skippedText(
      alike.map(({ deployment }) => deployment),
      alike[0].reason,
    );
  const others = reasons.slice(MOST_REASONS).flat();
  if (others.length > 0) yield `Skipped likewise: ${nameList(others.map(({ deployment }) => deployment.name))}`;
}

/** What is the same for failures that are explained together; in the advice each has its own facts. */
function kindOf({ deployment, failure }: Failed): string {
  const { title, code, outcomeUnknown, advice, reference } = failure;
  return JSON.stringify([title, code, outcomeUnknown, reference, withStandIns(advice, deployment)]);
}

function* alone({ deployment, failure }: Failed, around: Around): Iterable<string> {
  yield `${failure.title} (${failure.code}): ${deployment.name}`;
  yield `  ${place({ ...deployment, name: deployment.app })}`;
  yield* explanation(failure, deployment.url, around);
}

function* together(alike: readonly [Failed, ...Failed[]], { failuresUrl, diagnoses }: Around): Iterable<string> {
  const [{ deployment, failure }] = alike;
  yield `${failure.title} (${failure.code}): ${alike.length} deployments`;
  const words = wordsOf(failure);
  const inCommon = alike.every((each) => wordsOf(each.failure).join() === words.join());
  const told = worthTelling(alike);
  for (const each of told) {
    yield `  ${place(each.deployment)}`;
    for (const text of [...(inCommon ? [] : wordsOf(each.failure)), ...idsOf(each.failure)]) yield `    ${text}`;
  }
  if (alike.length > told.length) yield `  And ${alike.length - told.length} more, in the table above with this code.`;
  const found = diagnoses.filter((each) =>
    alike.some(({ failure, deployment }) => isAbout(each, failure, deployment.url)),
  );
  for (const text of new Set([...(inCommon ? words : []), ...found.map(({ text }) => text)])) yield `  ${text}`;

  const different = FACTS.filter((fact) =>
    alike.some((each) => factOf(each.deployment, fact) !== factOf(deployment, fact)),
  );
  const advice = withStandIns(failure.advice, deployment, different);
  const named = different
    .filter((fact) => advice.some((line) => line.includes(`<${fact}>`)))
    .map((fact) => `<${fact}>`);
  yield named.length === 0 ? '  What to do:' : `  What to do, with the ${named.join(' and ')} of each:`;
  for (const line of advice) yield `  - ${line}`;
  yield* moreAbout(failure, failuresUrl);
}

/** Those of the deployments that are told one by one, in their order: the first of each server and of each that the servers say, then the first ones. */
function worthTelling(alike: readonly Failed[]): Failed[] {
  const firstOf = (what: (each: Failed) => string) => [...Map.groupBy(alike, what).values()].map(([first]) => first);
  const different = [
    ...firstOf(({ deployment }) => deployment.url),
    ...firstOf(({ deployment, failure }) =>
      JSON.stringify([deployment.url, withStandIns(wordsOf(failure), deployment)]),
    ),
  ];
  const told = new Set([...new Set(different)].slice(0, MOST_DIFFERENT));
  for (const each of alike) if (told.size < MOST_ALIKE) told.add(each);
  return alike.filter((each) => told.has(each));
}
