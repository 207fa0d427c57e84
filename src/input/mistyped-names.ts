import { metadata } from '../manifest/manifest.ts';
import type { Environment } from '../process/host.ts';
import { printable } from '../text/printable.ts';
import { mayHoldSecret } from '../text/stray-tokens.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Findings } from './findings.ts';

/** Set by Bitbucket, Docker or the image for every container. */
export const OF_THE_MACHINE = new RegExp(
  '^(BITBUCKET_\\w*|PIPELINES_JWT_TOKEN|CI|DOCKER_HOST|HOME|HOSTNAME|LANG|OLDPWD|PATH|PWD|SHLVL|TERM|TMPDIR|USER|_|' +
    'NODE_(ENV|EXTRA_CA_CERTS|OPTIONS|PATH|VERSION)|SSL_CERT_(DIR|FILE))$',
);
/** Set by other programs. */
const OF_OTHER_PROGRAMS = /^(TZ|LOGNAME|SHELL)$|^(DOCKER|NODE|NPM|LC|LD|SSL_CERT|PIPELINES)_|_PROXY$/;

/** What happens without these variables, as a sentence; empty where their absence is a problem itself. */
const WITHOUT: Readonly<Record<string, (environment: Environment) => string>> = {
  APPSMITH_URL: () => `Without it ${DEFAULT_URL} would get the token.`,
  APP_ID: () => '',
  BRANCH: ({ BITBUCKET_BRANCH: branch }) => (branch ? `Without it ${printable(branch, 60)} would be deployed.` : ''),
  BEARER_TOKEN: () => '',
  DEPLOY_ENDPOINT: withoutTarget,
  DEPLOYMENTS_FILE: withoutTarget,
  SHARD: () => 'Without it every parallel step would deploy everything.',
  DRY_RUN: () => 'Without it the run would deploy.',
};

function withoutTarget({ APP_ID: app }: Environment): string {
  return app ? 'Without it the application in APP_ID would be deployed.' : '';
}

const DEFAULT_URL = String(metadata.variables.find(({ name }) => name === 'APPSMITH_URL')?.schema['default']);

/** Values that ask for nothing. */
const OFF = /^\s*(?:false|no|off|0)\s*$/i;

/**
 * Finds names in the environment that are probably mistyped variables of the pipe. That is a problem when the run would
 * do something else than the user wants, otherwise a warning.
 * @param given the variables that are set
 */
export function findMistypedNames(environment: Environment, given: ReadonlySet<string>, findings: Findings): void {
  const unknown = Object.keys(environment).filter(
    (name) => environment[name] && !isOfOtherPrograms(name) && !isKnown(name),
  );
  if (unknown.length === 0) return;
  const lists = metadata.variables.map(({ name }) => name).filter((name) => environment[`${name}_COUNT`]);
  const isPart = (name: string) => lists.some((list) => name.startsWith(`${list}_`) && /_(COUNT|\d+)$/.test(name));
  // A variable that another one replaces is not what the user means: a deployments file may name its tokens freely.
  const wanted = metadata.variables.filter(({ unless }) => !unless.some((other) => given.has(other)));
  const names = wanted.map(({ name }) => name);
  for (const name of unknown) {
    if (isPart(name)) continue;
    const upper = name.toUpperCase();
    const meant = wanted.find(({ mistakenFor }) => mistakenFor.includes(upper))?.name ?? didYouMean(upper, names);
    if (meant === undefined) continue;
    const remarks = findings.about(printable(name, 60));
    const value = String(environment[name]);
    // An endpoint names the server too.
    const isSet = given.has(meant) || (meant === 'APPSMITH_URL' && given.has('DEPLOY_ENDPOINT'));
    const without = isSet || OFF.test(value) ? undefined : WITHOUT[meant]?.(environment);
    const isShown = meant !== 'BEARER_TOKEN' && !mayHoldSecret(value);
    const write = isShown ? `Write ${meant}: '${printable(value, 60)}'.` : `Write ${meant} instead.`;
    if (without === undefined) remarks.warning(`is not a variable of this pipe. Did you mean ${meant}?`);
    else remarks.problem(`is not a variable of this pipe. ${write} ${without}`.trimEnd());
  }
}

function isOfOtherPrograms(text: string): boolean {
  const name = text.toUpperCase();
  if (metadata.variables.some((variable) => variable.name === name || variable.mistakenFor.includes(name)))
    return false;
  return OF_THE_MACHINE.test(name) || OF_OTHER_PROGRAMS.test(name);
}

function isKnown(text: string): boolean {
  return metadata.variables.some(({ name, aliases }) => name === text || aliases.includes(text));
}
