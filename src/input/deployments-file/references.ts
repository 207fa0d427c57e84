import { metadata } from '../../manifest/manifest.ts';
import type { Environment } from '../../process/host.ts';
import { OF_THE_MACHINE } from '../mistyped-names.ts';
import type { FileFindings } from './problem.ts';
import type { Place } from './tree.ts';

/** Stricter than isShowableName: a literal token, even after a $, is a likely mistake in a file. */
export const MAY_BE_A_TOKEN = /^(?=[A-Za-z]*\d)(?=[A-Z\d]*[a-z])[A-Za-z\d]+$|^.{65}/;

/** The pipe's variables. A file cannot refer to them, nor to the items of their lists: NAME_COUNT, NAME_0 … */
const PIPE_VARIABLES = metadata.variables.flatMap(({ name, aliases }) => [name, ...aliases]);

/** Whether a name belongs to the machine or to the pipe itself. */
export function isReserved(name: string, environment: Environment): 'machine' | 'pipe' | undefined {
  if (OF_THE_MACHINE.test(name)) return 'machine';
  const list = name.replace(/_(COUNT|\d+)$/, '');
  const isItem = PIPE_VARIABLES.includes(list) && givenValue(`${list}_COUNT`, environment) !== undefined;
  return PIPE_VARIABLES.includes(name) || isItem ? 'pipe' : undefined;
}

/** A variable's value; undefined when it is not set, or blank. */
export function givenValue(name: string, environment: Environment): string | undefined {
  const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
  return value?.trim() ? value : undefined;
}

/** The name in `$NAME` or `${NAME}`; undefined for any other text. */
export function referenceIn(text: string): string | undefined {
  const [, plain, braced] = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})$/.exec(text) ?? [];
  return plain ?? braced;
}

/**
 * Looks up a variable that the file refers to, but only one that was set for the pipe: otherwise a pull request could
 * make it send a private key, or Bitbucket's credentials, to any server.
 * @param reference.what what the value is for, as problems call it
 * @returns the value; undefined when that is a problem, which is then reported
 */
export type LookUp = (reference: {
  readonly place: Place;
  readonly name: string;
  readonly what: string;
}) => string | undefined;

/** @param missing gets the variables that have no value, in the order of the file */
export function lookUpIn(environment: Environment, missing: Set<string>, findings: FileFindings): LookUp {
  return ({ place, name, what }) => {
    const refuse = (message: string) => findings.problem(place, message);
    const reserved = isReserved(name, environment);
    if (reserved === 'machine') {
      const token = what === 'token' ? 'token for Appsmith' : what;
      return refuse(`${name} is set by Bitbucket or the machine and holds no ${token}. ${otherName(what)}`);
    }
    if (reserved === 'pipe')
      return refuse(`${name} is a variable of the pipe itself and cannot serve as a ${what} here. ${otherName(what)}`);
    const value = givenValue(name, environment);
    if (value !== undefined) return value;
    if (MAY_BE_A_TOKEN.test(name)) return refuse(`${what} ${NOT_SHOWN}`);
    missing.add(name);
    return refuse(`The variable ${name} is not set for the pipe, or is empty.`);
  };
}

const NOT_SHOWN =
  'must be the name of a variable with $ in front. There is no such variable (it is not shown, it may be a ' +
  'token itself).';

function otherName(what: string): string {
  const example = what === 'token' ? 'ORDERS_TOKEN' : `MY_${what.toUpperCase().replaceAll('-', '_')}`;
  return `Store the ${what} in a secured variable with another name, such as ${example}.`;
}
