import { metadata } from '../manifest/manifest.ts';
import type { Environment } from '../process/host.ts';
import { printable } from '../text/printable.ts';
import { didYouMean } from './did-you-mean.ts';

/** Names that belong to the machine, not to the pipe, in upper case. */
const FOREIGN = new Set('CI PATH HOME PWD OLDPWD HOSTNAME LANG TERM TZ USER LOGNAME SHELL SHLVL _'.split(' '));
const FOREIGN_FAMILIES = ['BITBUCKET_', 'DOCKER_', 'NODE_', 'NPM_', 'LC_', 'LD_', 'SSL_CERT_', 'PIPELINES_'];

/** A name in the environment that is none of the pipe's variables, and the variable that it looks like. */
export interface MistypedName {
  readonly name: string;
  readonly meant: string;
}

/** The names in the environment that look like a slip for one of the pipe's variables. */
export function mistypedNames(environment: Environment): MistypedName[] {
  const unknown = Object.keys(environment).filter((name) => environment[name] && !isForeign(name) && !isKnown(name));
  if (unknown.length === 0) return [];
  const lists = metadata.variables.map(({ name }) => name).filter((name) => environment[`${name}_COUNT`]);
  const isPart = (name: string) => lists.some((list) => name.startsWith(`${list}_`) && /_(COUNT|\d+)$/.test(name));
  // Beside what makes it dispensable nobody means it: a deployments file names its tokens as it likes.
  const wanted = metadata.variables.filter(({ unless }) => !unless.some((other) => environment[other]));
  const names = wanted.map(({ name }) => name);
  return unknown
    .filter((name) => !isPart(name))
    .flatMap((name) => {
      const upper = name.toUpperCase();
      const mistaken = wanted.find(({ mistakenFor }) => mistakenFor.includes(upper));
      const meant = mistaken?.name ?? didYouMean(upper, names);
      return meant === undefined ? [] : [{ name: printable(name, 60), meant }];
    });
}

function isForeign(text: string): boolean {
  const name = text.toUpperCase();
  return FOREIGN.has(name) || name.endsWith('_PROXY') || FOREIGN_FAMILIES.some((family) => name.startsWith(family));
}

function isKnown(text: string): boolean {
  return metadata.variables.some(({ name, aliases }) => name === text || aliases.includes(text));
}
