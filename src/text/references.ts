import { printable } from './printable.ts';
import { leakIn } from './stray-tokens.ts';

/** Text that was not replaced by a value. */
export interface Unreplaced {
  readonly kind: 'reference' | 'command' | 'placeholder';
  /** As it is written: `$NAME`, `${NAME:-main}`, `$(cat x)`, `<name>`. */
  readonly written: string;
  /** The variable that a reference names. */
  readonly name?: string;
  /** The text holds nothing else but white space. */
  readonly whole: boolean;
}

/** `$NAME`, `${NAME}` with anything that a shell or a template may write in the braces, `$(command)`. */
const REFERENCE = /\$(?:([A-Za-z_]\w*)|\{+\s*([A-Za-z_][\w.]*)([^}]{0,200})\}*|\(([^)]*)\)?)/;

/** Finds the first reference or command, or a text that is a placeholder. */
export function findUnreplaced(text: string): Unreplaced | undefined {
  const trimmed = text.trim();
  if (/^<(?!https?:)[^<>]*>$/i.test(trimmed)) return { kind: 'placeholder', written: trimmed, whole: true };
  const match = REFERENCE.exec(trimmed);
  if (match === null) return undefined;
  const [written, plain, braced, , command] = match;
  const whole = written === trimmed;
  const name = plain ?? braced;
  return name === undefined || command !== undefined
    ? { kind: 'command', written, whole }
    : { kind: 'reference', written, name, whole };
}

/** Letters and digits mixed, or too long for a name: it may be a token behind a $. */
const LIKE_A_TOKEN = /^(?=[A-Za-z]*\d+[A-Za-z])[A-Za-z\d]{8,}$|^.{65}/;

/** Whether the name of a variable may be shown: it is not like a token. */
export function isShowableName(name: string): boolean {
  return !LIKE_A_TOKEN.test(name);
}

/**
 * What is wrong and what to do, as a clause that follows the name of the variable.
 * @param options.secret the text may be a secret: only the name in a reference is repeated
 */
export function unreplacedProblem(
  { kind, written, name, whole }: Unreplaced,
  { secret = false }: { readonly secret?: boolean } = {},
): string {
  if (kind === 'placeholder') return 'is a placeholder from an example. Set the real value instead.';
  if (kind === 'command') return commandProblem(written, secret);
  const shown = secret && !isShowableName(String(name)) ? 'that variable' : `the variable ${name}`;
  const bitbucketRemedy = OF_BITBUCKET[String(name)] ?? (name?.startsWith('BITBUCKET_') ? NOT_ALWAYS_SET : undefined);
  const remedy =
    bitbucketRemedy ?? `Check that ${shown} exists in this repository, workspace or deployment environment.`;
  const plain = written === `$${name}` || written === `\${${name}}`;
  if (whole && plain) {
    const reason = bitbucketRemedy === undefined ? ': it found no such variable' : '';
    return `is a reference that Bitbucket did not replace${reason}. ${remedy}`;
  }
  const what = secret ? 'a reference' : printable(written, 60);
  const reason = plain ? '' : ': Bitbucket takes a name alone, without a default or anything else in the braces';
  return `holds ${what}, which was not replaced${reason}. ${remedy}`;
}

/** What to write instead of a variable that Bitbucket itself sets, but not in every build. */
const OF_BITBUCKET: Readonly<Record<string, string>> = {
  BITBUCKET_BRANCH: 'Remove it: without a branch the pipe uses the one of the build. A tag build has none.',
  BITBUCKET_PR_DESTINATION_BRANCH: 'Bitbucket sets it in pull requests only. Write the branch itself.',
  BITBUCKET_TAG: 'Bitbucket sets it in tag builds only, and Appsmith deploys branches. Write the branch itself.',
  BITBUCKET_CLONE_DIR: 'Remove it: write the path relative to the working directory.',
};
const NOT_ALWAYS_SET = 'Bitbucket sets it itself, but not in every build. Write the value itself.';

/** A command may hold a secret, so the problem does not repeat it. */
function commandProblem(command: string, secret: boolean): string {
  const instead =
    !secret && /\bcurl\s/.test(command) && command.includes('/git/deploy/')
      ? 'Set DEPLOY_ENDPOINT to the curl line alone, without $( ).'
      : 'Run it in the script before the pipe, and pass on the result.';
  return `holds a command, $(…), which was not replaced: no shell runs here. ${instead}${leakIn(command)}`;
}

/** Shortens a text where a command begins, which may hold a secret. */
export function withoutCommands(text: string): string {
  return text.replace(/(?:\$\(|`)[\s\S]*/, '$$(…)');
}
