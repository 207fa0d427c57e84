import { metadata } from '../manifest/manifest.ts';
import type { Environment } from '../process/host.ts';
import { printable } from '../text/printable.ts';
import { didYouMean } from './did-you-mean.ts';
import { mayHoldSecret } from './stray-secrets.ts';

/** Set by Bitbucket, Docker or the image for every container. */
export const OF_THE_MACHINE = new RegExp(
  '^(BITBUCKET_\\w*|PIPELINES_JWT_TOKEN|CI|DOCKER_HOST|HOME|HOSTNAME|LANG|OLDPWD|PATH|PWD|SHLVL|TERM|TMPDIR|USER|_|' +
    'NODE_(ENV|EXTRA_CA_CERTS|OPTIONS|PATH|VERSION)|SSL_CERT_(DIR|FILE))$',
);
/** Set by other programs. */
const FOREIGN = /^(TZ|LOGNAME|SHELL)$|^(DOCKER|NODE|NPM|LC|LD|SSL_CERT|PIPELINES)_|_PROXY$/;

/** A name in the environment that is none of the pipe's variables, with what to do. */
export interface MistypedName {
  readonly name: string;
  /** As a clause that follows the name. */
  readonly message: string;
  /** Without the variable that was meant, the run would do something else than was wanted. */
  readonly stops: boolean;
}

/** What happens when these are not set, as a sentence; an empty one where it is a problem of its own. */
const WITHOUT: Readonly<Record<string, (environment: Environment) => string>> = {
  APPSMITH_URL: () => `Without it ${DEFAULT_URL} would get the token.`,
  APP_ID: () => '',
  BRANCH: ({ BITBUCKET_BRANCH: branch }) => (branch ? `Without it ${printable(branch, 60)} would be deployed.` : ''),
  BEARER_TOKEN: () => '',
  DEPLOY_ENDPOINT: ({ APP_ID: app }) => (app ? 'Without it the application in APP_ID would be deployed.' : ''),
  DEPLOYMENTS_FILE: ({ APP_ID: app }) => (app ? 'Without it the application in APP_ID would be deployed.' : ''),
  SHARD: () => 'Without it every parallel step would deploy everything.',
  DRY_RUN: () => 'Without it the run would deploy.',
};

const DEFAULT_URL = String(metadata.variables.find(({ name }) => name === 'APPSMITH_URL')?.schema['default']);

/** What is set so asks for nothing. */
const OFF = /^\s*(?:false|no|off|0)\s*$/i;

/** The names in the environment that look like a slip for one of the pipe's variables. */
export function mistypedNames(environment: Environment): MistypedName[] {
  const unknown = Object.keys(environment).filter((name) => environment[name] && !isForeign(name) && !isKnown(name));
  if (unknown.length === 0) return [];
  const lists = metadata.variables.map(({ name }) => name).filter((name) => environment[`${name}_COUNT`]);
  const isPart = (name: string) => lists.some((list) => name.startsWith(`${list}_`) && /_(COUNT|\d+)$/.test(name));
  // A variable that another one replaces is not what the user means: a deployments file may name its tokens freely.
  const wanted = metadata.variables.filter(({ unless }) => !unless.some((other) => environment[other]));
  const names = wanted.map(({ name }) => name);
  return unknown
    .filter((name) => !isPart(name))
    .flatMap((name) => {
      const upper = name.toUpperCase();
      const mistaken = wanted.find(({ mistakenFor }) => mistakenFor.includes(upper));
      const meant = mistaken?.name ?? didYouMean(upper, names);
      return meant === undefined ? [] : [adviceOn(name, meant, environment)];
    });
}

function adviceOn(name: string, meant: string, environment: Environment): MistypedName {
  const none = 'is not a variable of this pipe.';
  const value = String(environment[name]);
  const without = isSet(meant, environment) || OFF.test(value) ? undefined : WITHOUT[meant]?.(environment);
  if (without === undefined)
    return { name: printable(name, 60), message: `${none} Did you mean ${meant}?`, stops: false };
  const isShown = meant !== 'BEARER_TOKEN' && !mayHoldSecret(value);
  const write = isShown ? `Write ${meant}: '${printable(value, 60)}'.` : `Write ${meant} instead.`;
  return { name: printable(name, 60), message: [none, write, without].filter(Boolean).join(' '), stops: true };
}

/** Bitbucket hands over the default of APPSMITH_URL; an endpoint, or a file, says which server it is. */
function isSet(meant: string, environment: Environment): boolean {
  const values = [environment[meant], environment[`${meant}_COUNT`]].filter((value) => value?.trim());
  if (meant !== 'APPSMITH_URL') return values.length > 0;
  return values.some((value) => value !== DEFAULT_URL) || Boolean(environment['DEPLOY_ENDPOINT']);
}

function isForeign(text: string): boolean {
  const name = text.toUpperCase();
  if (metadata.variables.some((each) => each.name === name || each.mistakenFor.includes(name))) return false;
  return OF_THE_MACHINE.test(name) || FOREIGN.test(name);
}

function isKnown(text: string): boolean {
  return metadata.variables.some(({ name, aliases }) => name === text || aliases.includes(text));
}
