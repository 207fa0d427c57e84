import type { Deployment } from '../deployment/deployment.ts';
import type { Failure } from '../deployment/failure.ts';

/**
 * The branch names that Git accepts (`git check-ref-format --branch`). Of white space and control characters, Git
 * rejects only the ASCII ones. pipe.yml and the schema of a deployments file have the same expression.
 */
export const BRANCH_NAME =
  /^(?![-/.]|HEAD$)(?![\s\S]*(?:\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)))[^\x00-\x20\x7f~^:?*[\\]*[^\x00-\x20\x7f~^:?*[\\/.]$/;

/** Whether Git accepts the text as the name of a branch. Half of a surrogate pair is not accepted. */
export function isBranchName(text: string): boolean {
  return BRANCH_NAME.test(text) && text.isWellFormed();
}

/** Decodes a branch. `%` is allowed in names: if decoding fails, or gives no valid name, the text was not encoded. */
export function decodedBranch(written: string): string {
  try {
    const branch = decodeURIComponent(written);
    return isBranchName(branch) ? branch : written;
  } catch {
    return written;
  }
}

/** What people write in front of a branch, or around it. Git allows it, so it may be part of the name. */
const REMOTE = /^((?:refs\/)?(?:heads|remotes)\/(?:origin\/)?|origin\/)(.+)$/s;
const AROUND = /^(?:branchName=|["'“”‘’„])?(.+?)["'“”‘’,;]?$/s;

interface BranchAdvice extends Pick<Failure, 'facts'> {
  readonly advice: string;
}

/** The first advice if Appsmith does not know the branch, and its name looks like a mistake. */
export function branchAdvice({ branch, names }: Pick<Deployment, 'branch' | 'names'>): BranchAdvice | undefined {
  if (names.branch === OF_BUILD)
    return { advice: `{branch} is the branch of this build. Set BRANCH to deploy another.` };
  const [, remote = '', local = branch] = REMOTE.exec(branch) ?? [];
  if (remote !== '')
    return {
      advice: 'Write {meant} in {BRANCH}: the name of the branch does not include {remote}.',
      facts: { meant: local, remote },
    };
  const items = branch
    .replace(/^\{(.*)\}$/s, '$1')
    .split(/[,;]/)
    .filter(Boolean);
  if (items.length > 1) {
    const list = `[${items.map((item) => `'${item}'`).join(', ')}]`;
    return names.branch === 'BRANCH'
      ? { advice: 'Is {branch} a list? Write {list}.', facts: { list } }
      : { advice: 'Is {branch} a list? A deployment has one branch.' };
  }
  const meant = decodedBranch(String(AROUND.exec(branch)?.[1]));
  return meant === branch
    ? undefined
    : { advice: 'Is the branch {meant}? Write that alone in {BRANCH}.', facts: { meant } };
}

/** What the branch is called in advice if the user did not set one. */
export const OF_BUILD = 'BITBUCKET_BRANCH';
