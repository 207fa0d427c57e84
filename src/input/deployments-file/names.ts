import { defaultNames } from '../default-names.ts';
import type { NamedDeployment } from './dependencies.ts';
import { KEYS, mayHold } from './keys.ts';
import type { Problem } from './problem.ts';
import type { Shape } from './shape.ts';
import { quoted } from './showable.ts';
import type { FileDeployment } from './targets.ts';
import { child, find, type MapTree, placeOf, type Span } from './tree.ts';

/** The deployments whose name is known. A default name needs a target. */
export interface Names {
  readonly named: readonly NamedDeployment[];
  readonly problems: readonly Problem[];
}

/**
 * Gives each deployment its name, and sees to it that names are unique and nothing is deployed twice.
 * @param lineOf the line, from 1, that an offset of the file is in
 */
export function readNames(
  deployments: readonly FileDeployment[],
  { wrong }: Pick<Shape, 'wrong'>,
  lineOf: (offset: number) => number,
): Names {
  const twice = deployedTwice(deployments, lineOf);
  const problems = [...twice.values()];
  const unnamed = deployments.flatMap(({ tree, target }) =>
    target && !child(tree, 'name') && !mayHold(tree, 'name', KEYS.deployment) ? [target] : [],
  );
  const defaults = new Map(defaultNames(unnamed).map((name, at) => [unnamed[at], name]));

  const named: NamedDeployment[] = [];
  const seen = new Map<string, Span>();
  for (const { tree, target } of deployments) {
    const found = find(tree, 'name');
    const own = found?.value;
    const name =
      own === undefined ? defaults.get(target) : own.kind === 'text' && !wrong.has(own) ? own.text : undefined;
    if (name === undefined) continue;
    named.push({ tree, name });
    const span = found?.place ?? placeOf(tree);
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, span);
    } else if (own !== undefined || !twice.has(tree)) {
      const message = `${quoted(name, 'This name')} is the name of the deployment on line ${lineOf(first.start)} too. Give one of the two another name:.`;
      problems.push({ span, message });
    }
  }
  return { named, problems };
}

function deployedTwice(
  deployments: readonly FileDeployment[],
  lineOf: (offset: number) => number,
): Map<MapTree, Problem> {
  const problems = new Map<MapTree, Problem>();
  const seen = new Map<string, MapTree>();
  for (const { tree, target } of deployments) {
    if (target === undefined) continue;
    const key = JSON.stringify([target.baseUrl, target.app, target.branch]);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, tree);
    } else {
      const message = `The same app, branch and server as the deployment on line ${lineOf(placeOf(first).start)}. Take one of the two out.`;
      problems.set(tree, { span: placeOf(tree), message });
    }
  }
  return problems;
}
