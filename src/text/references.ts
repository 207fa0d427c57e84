import { printable } from './printable.ts';
import { leakIn } from './stray-tokens.ts';

/** What nobody has replaced by a value. */
export interface Unreplaced {
  readonly kind: 'reference' | 'command' | 'placeholder';
  /** As it is written: `$NAME`, `${NAME:-main}`, `$(cat x)`, `<name>`. */
  readonly written: string;
  /** The variable that a reference names. */
  readonly name?: string;
  /** The text is nothing else, but for white space around it. */
  readonly whole: boolean;
}

/** `$NAME`, `${NAME}` with anything that a shell or a template may write in the braces, `$(command)`. */
const REFERENCE = /\$(?:([A-Za-z_]\w*)|\{+\s*([A-Za-z_][\w.]*)([^}]{0,200})\}*|\(([^)]*)\)?)/;

/** Finds the first reference or command, or a text that is a placeholder. Nothing else decides this. */
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

/** Letters and digits mixed, or too long for a name: it may be a token after a $, which must not be repeated. */
const LIKE_A_TOKEN = /^(?=[A-Za-z]*\d+[A-Za-z])[A-Za-z\d]{8,}$|^.{65}/;

export function isShowableName(name: string): boolean {
  return !LIKE_A_TOKEN.test(name);
}

/**
 * What to do about it, as a clause that follows the name of the variable.
 * @param secret no more of the text than a name is repeated
 */
export function unreplacedProblem(
  { kind, written, name, whole }: Unreplaced,
  { secret = false }: { readonly secret?: boolean } = {},
): string {
  if (kind === 'placeholder') return 'is a placeholder from an example. Set the real value instead.';
  if (kind === 'command') return commandProblem(written, secret);
  const shown = secret && !isShowableName(String(name)) ? 'that variable' : `the variable ${name}`;
  const own = OF_BITBUCKET[String(name)] ?? (name?.startsWith('BITBUCKET_') ? NOT_ALWAYS_SET : undefined);
  const remedy = own ?? `Check that ${shown} exists in this repository, workspace or deployment environment.`;
  const plain = written === `$${name}` || written === `\${${name}}`;
  if (whole && plain)
    return (
      `is a reference that Bitbucket did not replace${own === undefined ? ': it found no such variable' : ''}. ` +
      `${remedy}`
    );
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

/** A command may hold whatever secret: nothing of it is repeated. */
function commandProblem(command: string, secret: boolean): string {
  const instead =
    !secret && /\bcurl\s/.test(command) && command.includes('/git/deploy/')
      ? 'Set DEPLOY_ENDPOINT to the curl line alone, without $( ).'
      : 'Run it in the script before the pipe, and pass on the result.';
  return `holds a command, $(…), which was not replaced: no shell runs here. ${instead}${leakIn(command)}`;
}

/** A text for people without the commands in it. */
export function withoutCommands(text: string): string {
  return text.replace(/(?:\$\(|`)[\s\S]*/, '$$(…)');
}
