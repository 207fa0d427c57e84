import type { Deployment } from '../../deployment/deployment.ts';
import type { Findings } from '../findings.ts';
import { completeDeployment } from '../plan.ts';
import { readDependencies } from './dependencies.ts';
import { readYaml } from './document.ts';
import { expandTree } from './expand.ts';
import { positionOf } from './frame.ts';
import { readNames } from './names.ts';
import { describeProblems, FileFindings } from './problem.ts';
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

/**
 * Reads a deployments file (docs/deployments-file.md): all problems at once. Syntax errors alone are reported first, since after one of them no one can
 * tell what the rest means. Never throws, whatever the text; takes time in proportion to its length. Each problem begins with file, line and column, and
 * goes on with a code frame; the last may say which variables to add.
 * @returns the deployments in the file's order, without those that need the pipe's address of the server when that has a problem; none with problems
 */
export function readDeploymentsFile(text: string, options: FileOptions, findings: Findings): readonly Deployment[] {
  const report = (messages: readonly string[]) => {
    for (const message of messages) findings.problem('DEPLOYMENTS_FILE', message);
    return [];
  };
  const document = readYaml(text);
  if (document.problems.length > 0) {
    findings.secret(...referredValues(text, options), ...maskable(writtenTokens(text)));
    return report(describeProblems(document.problems, document.source(), options.file));
  }
  const inFile = new FileFindings(findings);
  const tree = expandTree(document.contents, text, inFile);
  const shape = checkShape(tree, inFile);
  const found = readTargets(tree, shape, options.defaults, inFile);
  const lineOf = (offset: number) => positionOf(document, offset).line;
  const named = readNames(found, { shape, lineOf }, inFile);
  const complete = named.length === listLength(child(tree, 'deployments'));
  const after = readDependencies(named, { shape, complete }, inFile);
  const defaults = child(tree, 'defaults');
  const tokens = lookUpTokens(found, defaults, { ...options, shape }, inFile);

  if (inFile.problems.length > 0) {
    findings.secret(
      ...referredValues(text, options),
      ...maskable(new Set([...shape.literals, ...writtenTokens(text)])),
    );
    const closing = tokens.missing.length > 0 ? [linesToAdd(tokens.missing)] : [];
    return report([...describeProblems(inFile.problems, document.source(), options.file), ...closing]);
  }
  findings.secret(...new Set(tokens.values.values()));
  const nameOf = new Map(named.map(({ tree: each, name }) => [each, name]));
  return found.flatMap(({ tree: each, target }) =>
    target === undefined
      ? []
      : completeDeployment({
          ...target,
          name: nameOf.get(each) as string,
          token: tokens.values.get(each) as string,
          after: after.get(each) as readonly string[],
          timeoutMs: (secondsOf(each) ?? secondsOf(defaults) ?? options.defaults.timeoutSeconds) * 1_000,
          fromFile: true,
        }),
  );
}

function listLength(tree: Tree | undefined): number {
  return tree?.kind === 'list' ? tree.items.length : 0;
}

/** The time-out, which is a number: the schema has seen to that. */
function secondsOf(owner: Tree | undefined): number | undefined {
  return (child(owner, 'timeout') as TextTree | undefined)?.number;
}
