import { type Reading, readBaseUrl, readEndpoint } from '../../appsmith/endpoint.ts';
import { pastedParts } from '../pasted-parts.ts';
import type { DeploymentSpec } from '../plan.ts';
import { isUnfilled } from '../references.ts';
import { KEYS, mayHold } from './keys.ts';
import type { Problem } from './problem.ts';
import type { Shape } from './shape.ts';
import { child, type Found, find, type MapTree, placeOf, type TextTree, type Tree } from './tree.ts';

/** What a deployment is sent to. */
export interface Target {
  readonly baseUrl: string;
  readonly app: string;
  readonly branch: string;
  readonly pasted?: NonNullable<DeploymentSpec['pasted']>;
}

/** What the pipe's variables say where the file says nothing. */
export interface TargetDefaults {
  /** Base address of the server. With a problem, deployments that need it have no target; whoever read it tells the problem. */
  readonly url: Reading<string>;
  readonly branch?: string;
}

/** One deployment of the file; it has no target when a problem has been told about that. */
export interface FileDeployment {
  readonly tree: MapTree;
  readonly target?: Target;
}

/** A text; undefined when there is none; `wrong` when a problem has been told about it. */
type Text = Found<TextTree> | 'wrong' | undefined;

/** Finds out what each deployment is sent to: its own keys, then the file's defaults, then the pipe's variables. */
export function readTargets(
  tree: Tree,
  { wrong }: Pick<Shape, 'wrong'>,
  defaults: TargetDefaults,
): { readonly deployments: readonly FileDeployment[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const text = (owner: Tree | undefined, key: string): Text => {
    const found = find(owner, key);
    if (found === undefined) return owner?.kind === 'map' && mayHold(owner, key, KEYS.deployment) ? 'wrong' : undefined;
    const { value, place } = found;
    return value.kind === 'text' && !wrong.has(value) ? { value, place } : 'wrong';
  };
  const read = <T>({ value: from, place }: Found<TextTree>, name: string, reader: (text: string) => Reading<T>) => {
    const result = reader(from.text);
    if ('value' in result) return result.value;
    problems.push({ span: place, written: from.span, message: `${name} ${inFileWords(result.problem)}.` });
    return undefined;
  };
  const given = 'value' in defaults.url ? defaults.url.value : undefined;
  const fileDefaults = child(tree, 'defaults');

  const branchOf = (owner: MapTree, pasted?: string): string | undefined => {
    const written = text(owner, 'branch') ?? (pasted === undefined ? text(fileDefaults, 'branch') : undefined);
    if (written === 'wrong') return undefined;
    const branch = written?.value.text ?? pasted ?? defaults.branch;
    const span = written?.place ?? placeOf(owner);
    if (branch === undefined) problems.push({ span, written: owner.span, message: NO_BRANCH });
    else if (branch !== defaults.branch && isUnfilled(branch))
      problems.push({ span, written: written?.value.span ?? owner.span, message: UNFILLED });
    return branch;
  };
  const pastedTarget = (owner: MapTree, endpoint: Found<TextTree> | 'wrong') => {
    if (endpoint === 'wrong') return undefined;
    const pasted = read(endpoint, 'endpoint', readEndpoint);
    if (pasted === undefined) return undefined;
    const parts = pastedParts(pasted, text(owner, 'branch'));
    return { ...pasted, branch: branchOf(owner, pasted.branch), pasted: parts };
  };
  const namedTarget = (owner: MapTree) => {
    const [app, url] = [text(owner, 'app'), text(owner, 'url') ?? text(fileDefaults, 'url')];
    const branch = branchOf(owner);
    const baseUrl = url === undefined ? given : url === 'wrong' ? undefined : read(url, 'url', readBaseUrl);
    return typeof app === 'object' && baseUrl !== undefined ? { app: app.value.text, baseUrl, branch } : undefined;
  };

  const deployments = deploymentsOf(tree).map((owner): FileDeployment => {
    const endpoint = text(owner, 'endpoint');
    const found = endpoint === undefined ? namedTarget(owner) : pastedTarget(owner, endpoint);
    if (found?.branch === undefined) return { tree: owner };
    return { tree: owner, target: { ...found, branch: found.branch } };
  });
  return { deployments, problems };
}

const UNFILLED =
  'The branch is a placeholder, or holds a reference, which nothing replaces here: only token takes a variable. Write the branch itself.';

const NO_BRANCH =
  'This deployment has no branch. Give it branch:, or give defaults one, or BRANCH to the pipe. A build of a tag has no branch of its own.';

function deploymentsOf(tree: Tree): MapTree[] {
  const list = child(tree, 'deployments');
  return list?.kind === 'list' ? list.items.filter((item) => item.kind === 'map') : [];
}

/** The readers speak of the pipe's variables; in a file the same things are keys. */
function inFileWords(problem: string): string {
  return problem
    .replaceAll('BEARER_TOKEN', 'token: $NAME')
    .replaceAll('DEPLOY_ENDPOINT', 'endpoint:')
    .replaceAll('BRANCH', 'branch:');
}
