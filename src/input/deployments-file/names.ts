import { defaultNames, repetitions } from '../plan.ts';
import type { NamedDeployment } from './dependencies.ts';
import { KEYS, mayHold } from './keys.ts';
import type { FileFindings } from './problem.ts';
import type { Shape } from './shape.ts';
import { quoted } from './showable.ts';
import { type FileDeployment, isEnabled } from './targets.ts';
import { child, find, type Span, spanOf } from './tree.ts';

/**
 * Names each deployment (a default name needs a target). The same name or the same target twice is a problem.
 * @param lineOf the line, from 1, that an offset of the file is in
 * @returns the deployments whose name is known
 */
export function readNames(
  deployments: readonly FileDeployment[],
  { shape: { wrong }, lineOf }: { readonly shape: Pick<Shape, 'wrong'>; readonly lineOf: (offset: number) => number },
  findings: FileFindings,
): readonly NamedDeployment[] {
  const repeated = repetitions(deployments.map(({ tree, target }) => (isEnabled(tree) ? target : undefined)));
  for (const [at, before] of repeated) {
    const [{ tree }, { tree: first }] = [deployments[at] as FileDeployment, deployments[before] as FileDeployment];
    const message =
      `The same app, branch and server as the deployment on line ${lineOf(spanOf(first).start)}. Remove one of ` +
      'them.';
    findings.problem({ span: spanOf(tree), message });
  }
  const unnamed = deployments.flatMap(({ tree, target }) =>
    target && !child(tree, 'name') && !mayHold(tree, 'name', KEYS.deployment) ? [target] : [],
  );
  const defaults = new Map(defaultNames(unnamed).map((name, at) => [unnamed[at], name]));

  const named: NamedDeployment[] = [];
  const seen = new Map<string, Span>();
  for (const [at, { tree, target }] of deployments.entries()) {
    const found = find(tree, 'name');
    const own = found?.value;
    const name =
      own === undefined ? defaults.get(target) : own.kind === 'text' && !wrong.has(own) ? own.text : undefined;
    if (name === undefined) continue;
    named.push({ tree, name });
    const span = found?.span ?? spanOf(tree);
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, span);
    } else if (own !== undefined || !repeated.has(at)) {
      const message =
        `${quoted(name, 'This name')} is the name of the deployment on line ${lineOf(first.start)} too. Rename ` +
        'one of them.';
      findings.problem({ span, message });
    }
  }
  return named;
}
