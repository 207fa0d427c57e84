import { readBaseUrl, readEndpoint } from '../../appsmith/endpoint.ts';
import { findUnreplaced } from '../../text/references.ts';
import { pastedParts, type Target } from '../plan.ts';
import { KEYS, mayHold } from './keys.ts';
import type { FileFindings } from './problem.ts';
import type { Shape } from './shape.ts';
import { child, type Found, find, type MapTree, spanOf, type TextTree, type Tree } from './tree.ts';

/** What the pipe's variables say where the file says nothing. */
export interface TargetDefaults {
  /** Address of the server; undefined when it has a problem. */
  readonly url: string | undefined;
  readonly branch: string | undefined;
}

/** A deployment of the file, without a target when that has a problem. */
export interface FileDeployment {
  readonly tree: MapTree;
  readonly target?: Target;
  /** Its server is the one that APPSMITH_URL names. */
  readonly usesVariable?: true;
}

/** A text; undefined when there is none; `wrong` when it has a problem already. */
type Text = Found<TextTree> | 'wrong' | undefined;

/** Reads what each deployment is sent to: its own keys, then the file's defaults, then the pipe's variables. */
export function readTargets(
  tree: Tree,
  { shape: { wrong }, variables }: { readonly shape: Pick<Shape, 'wrong'>; readonly variables: TargetDefaults },
  findings: FileFindings,
): readonly FileDeployment[] {
  const reader = new TargetReader({ wrong, variables, defaults: child(tree, 'defaults') }, findings);
  const list = child(tree, 'deployments');
  const owners = list?.kind === 'list' ? list.items.filter((item) => item.kind === 'map') : [];
  return owners.map((owner) => reader.read(owner));
}

interface TargetSource {
  readonly wrong: ReadonlySet<Tree>;
  /** The file's own. */
  readonly defaults: Tree | undefined;
  readonly variables: TargetDefaults;
}

/** A target whose branch may have a problem. */
type Unchecked = Omit<Target, 'branch'> & { readonly branch: string | undefined };

class TargetReader {
  readonly #source: TargetSource;
  readonly #findings: FileFindings;

  constructor(source: TargetSource, findings: FileFindings) {
    this.#source = source;
    this.#findings = findings;
  }

  read(owner: MapTree): FileDeployment {
    const endpoint = this.#text(owner, 'endpoint');
    const usesVariable = endpoint === undefined && !child(owner, 'url') && !child(this.#source.defaults, 'url');
    const found = endpoint === undefined ? this.#named(owner) : this.#pasted(owner, endpoint);
    if (found?.branch === undefined) return { tree: owner };
    return { tree: owner, target: { ...found, branch: found.branch }, ...(usesVariable && { usesVariable }) };
  }

  #pasted(owner: MapTree, endpoint: Found<TextTree> | 'wrong'): Unchecked | undefined {
    if (endpoint === 'wrong') return undefined;
    const pasted = readEndpoint(endpoint.value.text, this.#findings.about(endpoint, 'endpoint'));
    if (pasted === undefined) return undefined;
    const parts = pastedParts(pasted, this.#text(owner, 'branch'));
    return { ...pasted, branch: this.#branch(owner, pasted.branch), pasted: parts };
  }

  #named(owner: MapTree): Unchecked | undefined {
    const { defaults, variables } = this.#source;
    const app = this.#text(owner, 'app');
    const written = this.#text(owner, 'url') ?? this.#text(defaults, 'url');
    const branch = this.#branch(owner);
    const own =
      typeof written === 'object' ? readBaseUrl(written.value.text, this.#findings.about(written, 'url')) : undefined;
    const url = written === undefined ? variables.url : own;
    return typeof app !== 'object' || url === undefined ? undefined : { app: app.value.text, url, branch };
  }

  #branch(owner: MapTree, pasted?: string): string | undefined {
    const { defaults, variables } = this.#source;
    const written = this.#text(owner, 'branch') ?? (pasted === undefined ? this.#text(defaults, 'branch') : undefined);
    if (written === 'wrong') return undefined;
    const branch = written?.value.text ?? pasted ?? variables.branch;
    const found = written ?? { value: owner, span: spanOf(owner) };
    if (branch === undefined) this.#findings.problemAt(found, NO_BRANCH);
    else if (branch !== variables.branch && isUnfilled(branch)) this.#findings.problemAt(found, UNFILLED);
    return branch;
  }

  #text(owner: Tree | undefined, key: string): Text {
    const found = find(owner, key);
    if (found === undefined) return owner?.kind === 'map' && mayHold(owner, key, KEYS.deployment) ? 'wrong' : undefined;
    const { value, span } = found;
    return value.kind === 'text' && !this.#source.wrong.has(value) ? { value, span } : 'wrong';
  }
}

/** A branch may be called `cash-$pot`, but none is called like a command or a reference in braces. */
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

/** `enabled: false` leaves a deployment out. */
export function isEnabled(deployment: Tree): boolean {
  const enabled = child(deployment, 'enabled');
  return enabled?.kind !== 'text' || enabled.plain !== false;
}
