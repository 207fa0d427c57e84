import type { Environment } from '../../process/host.ts';
import { OF_THE_MACHINE } from '../mistyped-names.ts';
import type { FileFindings } from './problem.ts';
import type { Found } from './tree.ts';

/** Where the values come from that a file refers to. */
export interface ReferenceSource {
  readonly environment: Environment;
  /** The pipe's own variables, which a file cannot name, nor the items of their lists: NAME_COUNT, NAME_0 … */
  readonly ownVariables: readonly string[];
}

/** Stricter than isShowableName: a literal token, even after a $, is a likely mistake in a file. */
export const MAY_BE_A_TOKEN = /^(?=[A-Za-z]*\d)(?=[A-Z\d]*[a-z])[A-Za-z\d]+$|^.{65}/;

/** Whether a name belongs to the machine or to the pipe itself. */
export function isReserved(
  name: string,
  { environment, ownVariables }: ReferenceSource,
): 'machine' | 'pipe' | undefined {
  if (OF_THE_MACHINE.test(name)) return 'machine';
  const list = name.replace(/_(COUNT|\d+)$/, '');
  const isItem = ownVariables.includes(list) && givenValue(`${list}_COUNT`, environment) !== undefined;
  return ownVariables.includes(name) || isItem ? 'pipe' : undefined;
}

/** A variable's value; undefined when it was not given, or is blank. */
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
 * Looks up the variables that a file names, but only those that were set for the pipe: otherwise a pull request could
 * make it send a private key, or Bitbucket's own credentials, to any server.
 */
export class References {
  /** Variables that the file names and that have no value, in the order of the file. */
  readonly missing: string[] = [];
  readonly #source: ReferenceSource;
  readonly #findings: FileFindings;

  constructor(source: ReferenceSource, findings: FileFindings) {
    this.#source = source;
    this.#findings = findings;
  }

  /**
   * @param what the value is for
   * @returns the value, or undefined after a problem
   */
  lookUp(found: Found, name: string, what = 'token'): string | undefined {
    const refuse = (message: string) => this.#findings.problemAt(found, message);
    const reserved = isReserved(name, this.#source);
    if (reserved === 'machine')
      return refuse(
        `${name} is set by Bitbucket or the machine and holds no ` +
          `${what === 'token' ? 'token for Appsmith' : what}. ${ownName(what)}`,
      );
    if (reserved === 'pipe')
      return refuse(`${name} is a variable of the pipe itself and cannot serve as a ${what} here. ${ownName(what)}`);
    const value = givenValue(name, this.#source.environment);
    if (value !== undefined) return value;
    if (MAY_BE_A_TOKEN.test(name)) return refuse(`${what} ${NO_REFERENCE}`);
    if (!this.missing.includes(name)) this.missing.push(name);
    return refuse(`The variable ${name} is not set for the pipe, or is empty.`);
  }
}

const NO_REFERENCE =
  'must be the name of a variable with $ in front. There is no such variable (it is not shown, it may be a ' +
  'token itself).';

function ownName(what: string): string {
  const example = what === 'token' ? 'ORDERS_TOKEN' : `MY_${what.toUpperCase().replaceAll('-', '_')}`;
  return `Store the ${what} in a secured variable with another name, such as ${example}.`;
}
