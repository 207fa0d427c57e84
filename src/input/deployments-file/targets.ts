import { readBaseUrl, readEndpoint } from '../../appsmith/endpoint.ts';
import { definedOnly } from '../../text/defined-only.ts';
import { findUnreplaced } from '../../text/references.ts';
import { pastedParts, type Target } from '../plan.ts';
import { KEYS, mayHold } from './keys.ts';
import type { FileFindings } from './problem.ts';
import { child, type Found, find, itemsOf, type MapTree, type TextTree, type Tree } from './tree.ts';

/** What the pipe's variables say where the file says nothing. */
export interface TargetDefaults {
  /** Address of the server; undefined when it has a problem. */
  readonly url: string | undefined;
  readonly branch: string | undefined;
}

/** A deployment of the file, without a target when that has a problem. */
export interface FileDeployment {
  readonly tree: MapTree;
  /** False: it is not deployed. */
  readonly enabled: boolean;
  readonly target?: Target;
  /** Its server is the one that APPSMITH_URL names. */
  readonly usesVariable: boolean;
}

/** Reads the target of each deployment from its keys, else the file's defaults, else the pipe's variables. */
export function readTargets(file: Tree, variables: TargetDefaults, findings: FileFindings): readonly FileDeployment[] {
  const defaults = child(file, 'defaults');

  /** @returns undefined when there is none; `wrong` when its problem is reported already */
  const textOf = (owner: Tree | undefined, key: string): Found<TextTree> | 'wrong' | undefined => {
    const found = find(owner, key);
    if (found !== undefined) return findings.isText(found) ? found : 'wrong';
    return owner?.kind === 'map' && mayHold(owner, key, KEYS.deployment) ? 'wrong' : undefined;
  };

  const branchOf = (owner: MapTree, pasted?: string): string | undefined => {
    const written = textOf(owner, 'branch') ?? (pasted === undefined ? textOf(defaults, 'branch') : undefined);
    if (written === 'wrong') return undefined;
    const branch = written?.value.text ?? pasted ?? variables.branch;
    if (branch === undefined) return findings.problem(owner, NO_BRANCH);
    if (branch !== variables.branch && isUnfilled(branch)) findings.problem(written ?? owner, UNFILLED);
    return branch;
  };

  const pastedTarget = (owner: MapTree, endpoint: Found<TextTree>): Target | undefined => {
    const pasted = readEndpoint(endpoint.value.text, findings.about(endpoint, 'endpoint'));
    if (pasted === undefined) return undefined;
    const branch = branchOf(owner, pasted.branch);
    return branch ? { ...pasted, branch, pasted: pastedParts(pasted, textOf(owner, 'branch')) } : undefined;
  };

  const urls = new Map<TextTree, string | undefined>();
  /** Reads each address once: the one in defaults may be that of 10,000 deployments. */
  const urlOf = (written: Found<TextTree>): string | undefined => {
    const { value } = written;
    if (!urls.has(value)) urls.set(value, readBaseUrl(value.text, findings.about(written, 'url')));
    return urls.get(value);
  };

  const namedTarget = (owner: MapTree): Target | undefined => {
    const app = textOf(owner, 'app');
    const branch = branchOf(owner);
    const written = textOf(owner, 'url') ?? textOf(defaults, 'url');
    if (written === 'wrong') return undefined;
    const url = written ? urlOf(written) : variables.url;
    return typeof app === 'object' && url && branch ? { app: app.value.text, url, branch } : undefined;
  };

  const owners = itemsOf(child(file, 'deployments')).filter((item) => item.kind === 'map');
  return owners.map((tree) => {
    const enabled = isEnabled(tree);
    const endpoint = textOf(tree, 'endpoint');
    if (endpoint === 'wrong') return { tree, enabled, usesVariable: false };
    const target = endpoint ? pastedTarget(tree, endpoint) : namedTarget(tree);
    const usesVariable = !endpoint && !child(tree, 'url') && !child(defaults, 'url');
    return definedOnly({ tree, enabled, target, usesVariable });
  });
}

/** `cash-$pot` may be the name of a branch; commands, placeholders and references in braces never are. */
function isUnfilled(branch: string): boolean {
  const found = findUnreplaced(branch);
  return found !== undefined && (found.whole || !/^\$\w/.test(found.written));
}

const UNFILLED =
  'The branch is a placeholder, or contains a reference, and references are not replaced here: only token ' +
  'takes a variable. Write the branch itself.';

const NO_BRANCH =
  'This deployment has no branch. Set branch: here or in defaults, or set BRANCH for the pipe. A tag build ' +
  'has no branch.';

function isEnabled(deployment: Tree): boolean {
  const enabled = child(deployment, 'enabled');
  return enabled?.kind !== 'text' || enabled.value !== false;
}
