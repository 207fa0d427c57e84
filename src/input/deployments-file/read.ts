import type { DeploymentSpec } from '../plan.ts';
import { readSequence } from './dependencies.ts';
import { readYaml } from './document.ts';
import { expandTree } from './expand.ts';
import { positionOf } from './frame.ts';
import { readNames } from './names.ts';
import { describeProblems } from './problem.ts';
import { checkShape } from './shape.ts';
import { readTargets, type TargetDefaults } from './targets.ts';
import { linesToAdd, lookUpTokens, maskable, referredValues, type TokenSource, writtenTokens } from './tokens.ts';
import { child, type TextTree, type Tree } from './tree.ts';

/** What the file is read with. */
export interface FileOptions extends TokenSource {
  /** The file's name, as messages show it. */
  readonly file: string;
  /** What the pipe's variables say where the file says nothing. */
  readonly defaults: TargetDefaults & { readonly timeoutSeconds: number };
}

/** The deployments of a file, in its order (without those that need the pipe's address of the server, when that has a problem), or everything that is wrong with it. */
export type DeploymentsReading = {
  /** The tokens; with problems the values of all variables that the file names, and tokens that stand in the file itself. */
  readonly secrets: readonly string[];
} & (
  | {
      readonly deployments: readonly DeploymentSpec[];
      /** Warnings, as sentences that name a variable. */
      readonly notes: readonly string[];
    }
  | {
      /**
       * Each begins with file, line and column, and goes on with a code frame; the last may say which variables to add. They never hold a token that stands
       * in the file; whoever writes them masks the secrets besides.
       */
      readonly problems: readonly string[];
    }
);

/**
 * Reads a deployments file (docs/deployments-file.md): all problems at once. Syntax errors alone are told first, since after one of them no one can tell
 * what the rest means. Never throws, whatever the text; takes time in proportion to its length.
 */
export function readDeploymentsFile(text: string, options: FileOptions): DeploymentsReading {
  const document = readYaml(text);
  if (document.problems.length > 0)
    return {
      problems: describeProblems(document.problems, document.source(), options.file),
      secrets: [...referredValues(text, options), ...maskable(writtenTokens(text))],
    };
  const { tree, problems: expansion } = expandTree(document.contents, text);
  const shape = checkShape(tree);
  const targets = readTargets(tree, shape, options.defaults);
  const names = readNames(targets.deployments, shape, (offset) => positionOf(document, offset).line);
  const sequence = readSequence(names.named, shape, names.named.length === listLength(child(tree, 'deployments')));
  const tokens = lookUpTokens(targets.deployments, child(tree, 'defaults'), shape, options);

  const parts = [shape, targets, names, sequence, tokens];
  const problems = [...expansion, ...parts.flatMap((part) => part.problems)];
  if (problems.length > 0) {
    const closing = tokens.missing.length > 0 ? [linesToAdd(tokens.missing)] : [];
    return {
      problems: [...describeProblems(problems, document.source(), options.file), ...closing],
      secrets: [...referredValues(text, options), ...maskable(new Set([...shape.literals, ...writtenTokens(text)]))],
    };
  }
  const nameOf = new Map(names.named.map((named) => [named.tree, named.name]));
  const sound = targets.deployments.flatMap(({ tree: each, target }) =>
    target === undefined ? [] : [{ each, target }],
  );
  const deployments = sound.map(({ each: deployment, target }) => ({
    ...target,
    name: nameOf.get(deployment) as string,
    token: tokens.values.get(deployment) as string,
    after: sequence.after.get(deployment) as readonly string[],
    timeoutMs: (secondsOf(deployment) ?? secondsOf(child(tree, 'defaults')) ?? options.defaults.timeoutSeconds) * 1_000,
  }));
  return { deployments, secrets: [...new Set(tokens.values.values())], notes: tokens.notes };
}

function listLength(tree: Tree | undefined): number {
  return tree?.kind === 'list' ? tree.items.length : 0;
}

/** The time-out, which is a number: the schema has seen to that. */
function secondsOf(owner: Tree | undefined): number | undefined {
  return (child(owner, 'timeout') as TextTree | undefined)?.number;
}
