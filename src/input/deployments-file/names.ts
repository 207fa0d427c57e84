import { findCycles } from '../../deployment/order.ts';
import { didYouMean } from '../did-you-mean.ts';
import { defaultNames, repetitions } from '../plan.ts';
import { KEYS, mayHold } from './keys.ts';
import type { FileFindings } from './problem.ts';
import { holdsCredentials, quoted } from './showable.ts';
import type { FileDeployment } from './targets.ts';
import { child, type Found, find, foundIn, type MapTree, type Place, placeOf, type Span } from './tree.ts';

type Names = ReadonlyMap<MapTree, string>;

/**
 * Reads the name of each deployment, or gives it a default one. The same name or the same target twice is a problem.
 * @param lineOf the line that a span begins in
 * @returns the names by deployment; without a name that is wrong, or a default one of an unknown target
 */
export function readNames(
  deployments: readonly FileDeployment[],
  lineOf: (span: Span) => number,
  findings: FileFindings,
): Names {
  const repeated = repetitions(deployments.map(({ enabled, target }) => (enabled ? target : undefined)));
  const unnamed = deployments.flatMap(({ tree, target }) =>
    target && !child(tree, 'name') && !mayHold(tree, 'name', KEYS.deployment) ? [target] : [],
  );
  const defaults = new Map(defaultNames(unnamed).map((name, at) => [unnamed[at], name]));

  for (const [at, before] of repeated) {
    const spanOf = (position: number) => (deployments[position] as FileDeployment).tree.span;
    const other = `the deployment on line ${lineOf(spanOf(before))}`;
    findings.problem(placeOf(spanOf(at)), `The same app, branch and server as ${other}. Remove one of them.`);
  }

  const names = new Map<MapTree, string>();
  const firsts = new Map<string, Span>();
  for (const [at, { tree, target }] of deployments.entries()) {
    const found = find(tree, 'name');
    if (found !== undefined && !findings.isText(found)) continue;
    const name = found?.value.text ?? defaults.get(target);
    if (name === undefined) continue;
    names.set(tree, name);
    const { span } = found ?? tree;
    const first = firsts.get(name);
    if (first === undefined) {
      firsts.set(name, span);
    } else if (found !== undefined || !repeated.has(at)) {
      const other = `the deployment on line ${lineOf(first)}`;
      const message = `${quoted(name, 'This name')} is the name of ${other} too. Rename one of them.`;
      findings.problem(placeOf(span), message);
    }
  }
  return names;
}

/** A longer cycle is shortened to this many names. */
const MOST_NAMES = 10;

/**
 * Reads the `after` keys: they name other deployments, and must not make a cycle.
 * @param complete whether all names are known; otherwise an unknown name in `after` is no problem
 * @returns the name of each deployment, with the names of those that must be deployed before it
 */
export function readDependencies(
  names: Names,
  complete: boolean,
  findings: FileFindings,
): ReadonlyMap<string, readonly string[]> {
  const trees = new Map(Array.from(names, ([tree, name]) => [name, tree]));
  const after = new Map<string, readonly string[]>();
  for (const [tree, name] of names) {
    const before = new Set<string>();
    for (const found of itemsOfAfter(tree)) {
      if (!findings.isText(found)) continue;
      const { text } = found.value;
      if (text === name) {
        const shown = quoted(name, 'The deployment of this name');
        findings.problem(found, `${shown} waits for itself. Remove the name from after.`);
      } else if (trees.has(text)) {
        before.add(text);
      } else if (complete) {
        const list = text.includes(',') ? ' A list of names is written [a, b].' : '';
        const message = `There is no deployment with the name ${quoted(text, 'given here')}.${list}`;
        findings.problem(found, message, () => nearest(text, [...trees.keys()]));
      }
    }
    after.set(name, [...before]);
  }

  for (const cycle of findCycles(Array.from(after, ([name, before]) => ({ name, after: before })))) {
    const [first = ''] = cycle;
    const shown = [...cycle, first].map((name) => quoted(name, 'a name'));
    if (cycle.length > MOST_NAMES) shown.splice(MOST_NAMES - 1, cycle.length - MOST_NAMES + 1, '…');
    const path = shown.join(' → ');
    const message =
      `These deployments wait for each other in a cycle: ${path}. Each waits for the next: remove one of these ` +
      'names from after.';
    findings.problem(find(trees.get(first), 'after') as Place, message);
  }
  return after;
}

/** The items of `after`, or its only value. */
function itemsOfAfter(deployment: MapTree): readonly Found[] {
  const found = find(deployment, 'after');
  if (found === undefined) return [];
  return found.value.kind === 'list' ? found.value.items.map((item) => foundIn(found, item)) : [found];
}

/** Comparing takes time, so only names that begin or end like the wrong one are compared. */
function nearest(text: string, names: readonly string[]): string | undefined {
  const plain = text.trim().toLowerCase();
  const same = names.find((name) => name.trim().toLowerCase() === plain);
  const alike = names.filter((name) => name.startsWith(text.slice(0, 3)) || name.endsWith(text.slice(-3)));
  const near = same ?? didYouMean(text, text.length > 60 ? [] : alike.slice(0, 100));
  return near === undefined || holdsCredentials(near) ? undefined : quoted(near, '');
}
