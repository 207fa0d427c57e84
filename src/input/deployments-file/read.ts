import type { Deployment, DisabledDeployment } from '../../deployment/deployment.ts';
import type { Folders } from '../clone-path.ts';
import type { Findings } from '../findings.ts';
import { completeDeployment } from '../plan.ts';
import { readDependencies } from './dependencies.ts';
import { readYaml } from './document.ts';
import { expandTree } from './expand.ts';
import { positionOf } from './frame.ts';
import { readNames } from './names.ts';
import { describeProblems, FileFindings } from './problem.ts';
import { type ReferenceSource, References } from './references.ts';
import { readServers, type ServerSettings } from './servers.ts';
import { checkShape } from './shape.ts';
import { isEnabled, readTargets, type TargetDefaults } from './targets.ts';
import { linesToAdd, lookUpTokens, maskable, referredValues, writtenTokens } from './tokens.ts';
import { child, type TextTree, type Tree } from './tree.ts';

/** What the file is read with. */
export interface FileOptions extends ReferenceSource {
  /** The file's name, as messages show it. */
  readonly file: string;
  readonly folders: Folders;
  /** What the pipe's variables say where the file says nothing. */
  readonly defaults: TargetDefaults & { readonly timeoutSeconds: number };
}

/** What a file asks for. */
export interface FileContent {
  /** In the file's order, without disabled ones. */
  readonly deployments: readonly Deployment[];
  readonly disabled: readonly DisabledDeployment[];
  /** Some of the deployments are on the server that APPSMITH_URL names. */
  readonly usesVariable: boolean;
  /** How servers are reached, by their addresses. */
  readonly servers: ReadonlyMap<string, ServerSettings>;
}

/** What is read of a file with problems. */
export const NOTHING: FileContent = { deployments: [], disabled: [], usesVariable: false, servers: new Map() };

/**
 * Reads a deployments file (docs/deployments-file.md): all problems at once, but syntax errors alone, since after one
 * the rest is guesswork. Never throws; the time is linear.
 * @returns NOTHING with problems; deployments without a known target are left out
 */
export function readDeploymentsFile(text: string, options: FileOptions, findings: Findings): FileContent {
  const report = (messages: readonly string[]) => {
    for (const message of messages) findings.problem('DEPLOYMENTS_FILE', message);
    return NOTHING;
  };
  const document = readYaml(text);
  if (document.problems.length > 0) {
    findings.secret(...referredValues(text, options), ...maskable(writtenTokens(text)));
    return report(describeProblems(document.problems, document.source(), options.file));
  }
  const inFile = new FileFindings(findings);
  const tree = expandTree(document.contents, text, inFile);
  const shape = checkShape(tree, inFile);
  const found = readTargets(tree, { shape, variables: options.defaults }, inFile);
  const lineOf = (offset: number) => positionOf(document, offset).line;
  const enabled = found.filter(({ tree: each }) => isEnabled(each));
  const named = readNames(found, { shape, lineOf }, inFile);
  const complete = named.length === listLength(child(tree, 'deployments'));
  const after = readDependencies(named, { shape, complete }, inFile);
  const defaults = child(tree, 'defaults');
  const references = new References(options, inFile);
  const tokens = lookUpTokens(enabled, { defaults, shape, references }, inFile);
  const servers = readServers(tree, { deployments: found, references, findings, folders: options.folders }, inFile);

  if (inFile.problems.length > 0) {
    findings.secret(
      ...referredValues(text, options),
      ...maskable(new Set([...shape.literals, ...writtenTokens(text)])),
    );
    const closing = references.missing.length > 0 ? [linesToAdd(references.missing)] : [];
    return report([...describeProblems(inFile.problems, document.source(), options.file), ...closing]);
  }
  findings.secret(...new Set(tokens.values()));
  const nameOf = new Map(named.map(({ tree: each, name }) => [each, name]));
  const disabled = new Map(
    named
      .filter(({ tree: each }) => !isEnabled(each))
      .map(({ tree: each, name }) => [name, after.get(each) as readonly string[]]),
  );
  const deployments = enabled.flatMap(({ tree: each, target }) =>
    target === undefined
      ? []
      : completeDeployment({
          ...target,
          name: nameOf.get(each) as string,
          token: tokens.get(each) as string,
          after: withoutDisabled(after.get(each) as readonly string[], disabled),
          timeoutMs: (secondsOf(each) ?? secondsOf(defaults) ?? options.defaults.timeoutSeconds) * 1_000,
          fromFile: true,
        }),
  );
  return {
    deployments,
    disabled: found.flatMap(({ tree: each, target }) =>
      isEnabled(each) || target === undefined ? [] : { ...target, name: nameOf.get(each) as string },
    ),
    usesVariable: enabled.some((each) => each.usesVariable),
    servers,
  };
}

/** Replaces the names of disabled deployments by what these wait for, which is still deployed first. */
function withoutDisabled(
  names: readonly string[],
  disabled: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const result = new Set(names);
  for (const name of result) {
    const before = disabled.get(name);
    if (before === undefined) continue;
    result.delete(name);
    for (const each of before) result.add(each); // the loop visits what is added meanwhile
  }
  return [...result];
}

function listLength(tree: Tree | undefined): number {
  return tree?.kind === 'list' ? tree.items.length : 0;
}

/** The schema allows only numbers. */
function secondsOf(owner: Tree | undefined): number | undefined {
  return (child(owner, 'timeout') as TextTree | undefined)?.plain as number | undefined;
}
