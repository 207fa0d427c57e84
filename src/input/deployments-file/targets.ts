import { readBaseUrl, readEndpoint } from '../../appsmith/endpoint.ts';
import { findUnreplaced } from '../../text/references.ts';
import { pastedParts, type Target } from '../plan.ts';
import { KEYS, mayHold } from './keys.ts';
import type { FileFindings } from './problem.ts';
import type { Shape } from './shape.ts';
import { child, type Found, find, type MapTree, placeOf, type TextTree, type Tree } from './tree.ts';

/** What the pipe's variables say where the file says nothing. */
export interface TargetDefaults {
  /** Address of the server; undefined when it has a problem: deployments that need it then have no target. */
  readonly url: string | undefined;
  readonly branch: string | undefined;
}

/** One deployment of the file; it has no target when that has a problem. */
export interface FileDeployment {
  readonly tree: MapTree;
  readonly target?: Target;
  /** Its server is the one that APPSMITH_URL names. */
  readonly usesVariable?: true;
}

/** A text; undefined when there is none; `wrong` when it has a problem already. */
type Text = Found<TextTree> | 'wrong' | undefined;

/** Finds out what each deployment is sent to: its own keys, then the file's defaults, then the pipe's variables. */
export function readTargets(
  tree: Tree,
  { wrong }: Pick<Shape, 'wrong'>,
  defaults: TargetDefaults,
  findings: FileFindings,
): readonly FileDeployment[] {
  const text = (owner: Tree | undefined, key: string): Text => {
    const found = find(owner, key);
    if (found === undefined) return owner?.kind === 'map' && mayHold(owner, key, KEYS.deployment) ? 'wrong' : undefined;
    const { value, place } = found;
    return value.kind === 'text' && !wrong.has(value) ? { value, place } : 'wrong';
  };
  const fileDefaults = child(tree, 'defaults');

  const branchOf = (owner: MapTree, pasted?: string): string | undefined => {
    const written = text(owner, 'branch') ?? (pasted === undefined ? text(fileDefaults, 'branch') : undefined);
    if (written === 'wrong') return undefined;
    const branch = written?.value.text ?? pasted ?? defaults.branch;
    const span = written?.place ?? placeOf(owner);
    if (branch === undefined) findings.problem({ span, written: owner.span, message: NO_BRANCH });
    else if (branch !== defaults.branch && isUnfilled(branch))
      findings.problem({ span, written: written?.value.span ?? owner.span, message: UNFILLED });
    return branch;
  };
  const pastedTarget = (owner: MapTree, endpoint: Found<TextTree> | 'wrong') => {
    if (endpoint === 'wrong') return undefined;
    const pasted = readEndpoint(endpoint.value.text, findings.about(endpoint, 'endpoint'));
    if (pasted === undefined) return undefined;
    const parts = pastedParts(pasted, text(owner, 'branch'));
    return { ...pasted, branch: branchOf(owner, pasted.branch), pasted: parts };
  };
  const namedTarget = (owner: MapTree) => {
    const [app, written] = [text(owner, 'app'), text(owner, 'url') ?? text(fileDefaults, 'url')];
    const branch = branchOf(owner);
    const url =
      typeof written === 'object' ? readBaseUrl(written.value.text, findings.about(written, 'url')) : undefined;
    const known = written === undefined ? defaults.url : url;
    if (typeof app !== 'object' || known === undefined) return undefined;
    return { app: app.value.text, url: known, branch };
  };

  return deploymentsOf(tree).map((owner): FileDeployment => {
    const endpoint = text(owner, 'endpoint');
    const usesVariable = endpoint === undefined && !child(owner, 'url') && !child(fileDefaults, 'url');
    const found = endpoint === undefined ? namedTarget(owner) : pastedTarget(owner, endpoint);
    if (found?.branch === undefined) return { tree: owner };
    return { tree: owner, target: { ...found, branch: found.branch }, ...(usesVariable && { usesVariable }) };
  });
}

/** A branch of a file is what it says, `cash-$pot` too; nobody gives one a name with braces or a command in it. */
function isUnfilled(branch: string): boolean {
  const found = findUnreplaced(branch);
  return found !== undefined && (found.whole || !/^\$\w/.test(found.written));
}

const UNFILLED =
  'The branch is a placeholder, or contains a reference, and references are not replaced here: only token takes a variable. Write the branch itself.';

const NO_BRANCH =
  'This deployment has no branch. Set branch: here or in defaults, or set BRANCH for the pipe. A tag build has no branch.';

function deploymentsOf(tree: Tree): MapTree[] {
  const list = child(tree, 'deployments');
  return list?.kind === 'list' ? list.items.filter((item) => item.kind === 'map') : [];
}

/** Whether a deployment is to be deployed: `enabled: false` leaves it out. */
export function isEnabled(deployment: Tree): boolean {
  const enabled = child(deployment, 'enabled');
  return enabled?.kind !== 'text' || enabled.plain !== false;
}
