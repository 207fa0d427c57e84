import type { Deployment, DisabledDeployment } from '../../deployment/deployment.ts';
import type { Environment } from '../../process/host.ts';
import type { Folders } from '../clone-path.ts';
import type { Findings } from '../findings.ts';
import { completeDeployment } from '../plan.ts';
import { readYaml } from './document.ts';
import { expandTree } from './expand.ts';
import { readDependencies, readNames } from './names.ts';
import { describeProblems, FileFindings, type FileProblem } from './problem.ts';
import { lookUpIn } from './references.ts';
import { readServers, type ServerSettings } from './servers.ts';
import { checkShape } from './shape.ts';
import { readTargets, type TargetDefaults } from './targets.ts';
import { linesToAdd, readTokens, secretsIn } from './tokens.ts';
import { child, itemsOf, type TextTree, type Tree } from './tree.ts';

export interface FileOptions {
  /** The file's name, as messages show it. */
  readonly file: string;
  readonly folders: Folders;
  /** Has the variables that the file refers to. */
  readonly environment: Environment;
  /** What the pipe's variables say where the file says nothing. */
  readonly defaults: TargetDefaults & { readonly timeoutSeconds: number };
}

/** The deployments of a file, and how their servers are reached. */
export interface FileContent {
  /** In the file's order, without disabled ones. */
  readonly deployments: readonly Deployment[];
  readonly disabled: readonly DisabledDeployment[];
  /** Some of the deployments are on the server that APPSMITH_URL names. */
  readonly usesVariable: boolean;
  /** How servers are reached, by their addresses. */
  readonly servers: ReadonlyMap<string, ServerSettings>;
}

/** The content of a file with problems. */
export const NOTHING: FileContent = { deployments: [], disabled: [], usesVariable: false, servers: new Map() };

/**
 * Reads a deployments file (docs/deployments-file.md): all problems at once, but syntax errors alone, since after one
 * the rest is guesswork. Never throws; the time is linear.
 * @returns NOTHING with problems; deployments without a known target are left out
 */
export function readDeploymentsFile(text: string, options: FileOptions, findings: Findings): FileContent {
  const { file, folders, environment } = options;
  const document = readYaml(text);
  const missing = new Set<string>();
  const report = (problems: readonly FileProblem[], literals: Iterable<string>) => {
    findings.secret(...secretsIn(text, literals, environment));
    const messages = describeProblems(problems, document.source(), file);
    if (missing.size > 0) messages.push(linesToAdd(missing));
    for (const message of messages) findings.problem('DEPLOYMENTS_FILE', message);
    return NOTHING;
  };
  if (document.problems.length > 0) return report(document.problems, []);

  const inFile = new FileFindings(findings);
  const tree = expandTree(document.contents, text, inFile);
  const literals = checkShape(tree, inFile);
  const all = readTargets(tree, options.defaults, inFile);
  const enabled = all.filter((deployment) => deployment.enabled);
  const names = readNames(all, ({ start }) => document.position(start).line, inFile);
  const complete = names.size === itemsOf(child(tree, 'deployments')).length;
  const after = readDependencies(names, complete, inFile);
  const defaults = child(tree, 'defaults');
  const lookUp = lookUpIn(environment, missing, inFile);
  const tokens = readTokens(enabled, { defaults, lookUp }, inFile);
  const servers = readServers(tree, { deployments: all, lookUp, folders }, inFile);
  if (inFile.problems.length > 0) return report(inFile.problems, literals);

  findings.secret(...new Set(tokens.values()));
  const disabled: DisabledDeployment[] = [];
  for (const deployment of all) {
    const name = names.get(deployment.tree) as string;
    if (!deployment.enabled && deployment.target !== undefined) disabled.push({ ...deployment.target, name });
  }
  const disabledNames = new Set(disabled.map(({ name }) => name));
  const deployments: Deployment[] = [];
  for (const { tree: owner, target } of enabled) {
    if (target === undefined) continue;
    const name = names.get(owner) as string;
    const seconds = secondsOf(owner) ?? secondsOf(defaults) ?? options.defaults.timeoutSeconds;
    deployments.push(
      completeDeployment({
        ...target,
        name,
        token: tokens.get(owner) as string,
        after: predecessors(name, after, disabledNames),
        timeoutMs: seconds * 1_000,
        fromFile: true,
      }),
    );
  }
  return { deployments, disabled, usesVariable: enabled.some((deployment) => deployment.usesVariable), servers };
}

/** What must be deployed before. A disabled deployment is replaced by those that it waits for. */
function predecessors(
  name: string,
  after: ReadonlyMap<string, readonly string[]>,
  disabled: ReadonlySet<string>,
): readonly string[] {
  const result = new Set(after.get(name));
  for (const before of result) {
    if (!disabled.has(before)) continue;
    result.delete(before);
    for (const earlier of after.get(before) as readonly string[]) result.add(earlier); // the loop visits these too
  }
  return [...result];
}

/** The schema allows only numbers. */
function secondsOf(owner: Tree | undefined): number | undefined {
  return (child(owner, 'timeout') as TextTree | undefined)?.value as number | undefined;
}
