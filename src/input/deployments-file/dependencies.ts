import { findCycles } from '../../deployment/order.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { FileFindings } from './problem.ts';
import type { Shape } from './shape.ts';
import { holdsCredentials, quoted } from './showable.ts';
import { type Found, find, type MapTree, type Span, spanOf, type TextTree } from './tree.ts';

/** A deployment whose name is known. */
export interface NamedDeployment {
  readonly tree: MapTree;
  readonly name: string;
}

const MOST_NAMES = 10;

/**
 * Reads the `after` keys: they name other deployments, and must not make a cycle.
 * @param complete whether all names are known; otherwise an unknown name in `after` is no problem
 * @returns by deployment the names of those that must be deployed first, each once
 */
export function readDependencies(
  deployments: readonly NamedDeployment[],
  { shape: { wrong }, complete }: { readonly shape: Pick<Shape, 'wrong'>; readonly complete: boolean },
  findings: FileFindings,
): ReadonlyMap<MapTree, readonly string[]> {
  const byName = new Map(deployments.map((deployment) => [deployment.name, deployment]));
  const spans = new Map<MapTree, Span>();
  const after = new Map<MapTree, readonly string[]>();

  for (const { tree, name } of deployments) {
    const found = find(tree, 'after');
    const names = itemsOf(found).filter(
      (item): item is Found<TextTree> => item.value.kind === 'text' && !wrong.has(item.value),
    );
    const known = names.filter((item) => {
      const { text, span: written } = item.value;
      if (text === name) {
        const shown = quoted(name, 'The deployment of this name');
        findings.problemAt(item, `${shown} waits for itself. Remove the name from after.`);
      } else if (byName.has(text)) {
        return true;
      } else if (complete) {
        const list = text.includes(',') ? ' A list of names is written [a, b].' : '';
        const message = `There is no deployment with the name ${quoted(text, 'given here')}.${list}`;
        findings.problem({ span: item.span, written, message, meant: () => nearest(text, [...byName.keys()]) });
      }
      return false;
    });
    if (found !== undefined) spans.set(tree, found.span);
    after.set(tree, [...new Set(known.map(({ value }) => value.text))]);
  }

  const ordered = deployments.map(({ tree, name }) => ({ name, tree, after: after.get(tree) as readonly string[] }));
  for (const cycle of findCycles(ordered)) {
    const first = byName.get(cycle[0] as string) as NamedDeployment;
    const shown =
      cycle.length > MOST_NAMES ? [...cycle.slice(0, MOST_NAMES - 1).map(inCycle), '…'] : cycle.map(inCycle);
    const path = [...shown, inCycle(first.name)].join(' → ');
    const message =
      `These deployments wait for each other in a cycle: ${path}. Each waits for the next: remove one of these ` +
      'names from after.';
    findings.problem({ span: spans.get(first.tree) as Span, message });
  }
  return after;
}

/** The names of an `after` key. Where an alias or a merge repeats the list, problems point at the whole list. */
function itemsOf(found: Found | undefined): Found[] {
  if (found === undefined) return [];
  const { value, span } = found;
  if (value.kind !== 'list') return [found];
  return value.items.map((item) => ({ value: item, span: span === value.span ? spanOf(item) : span }));
}

function inCycle(name: string): string {
  return quoted(name, 'a name');
}

/** Comparing takes time, so only names that begin or end like the wrong one are compared. */
function nearest(text: string, names: readonly string[]): string | undefined {
  const plain = text.trim().toLowerCase();
  const same = names.find((name) => name.trim().toLowerCase() === plain);
  const alike = names.filter((name) => name.startsWith(text.slice(0, 3)) || name.endsWith(text.slice(-3)));
  const near = same ?? (text.length > 60 ? undefined : didYouMean(text, alike.slice(0, 100)));
  return near === undefined || holdsCredentials(near) ? undefined : quoted(near, '');
}
