import { tmpdir } from 'node:os';
import { expect } from '@jest/globals';
import type { Deployment } from '../../../../src/deployment/deployment.ts';
import {
  type FileContent,
  type FileOptions,
  readDeploymentsFile,
} from '../../../../src/input/deployments-file/read.ts';
import { findings as collected } from '../../../support/findings.ts';

/** What the tests' files are read with: a pipe that was given the variables T, ORDERS_TOKEN and ORDERS_US_TOKEN. */
export function options(overrides: Partial<FileOptions> = {}): FileOptions {
  return {
    file: 'appsmith-deployments.yml',
    defaults: { url: 'https://app.appsmith.com', branch: 'main', timeoutSeconds: 300 },
    environment: { T: 'token-of-t', ORDERS_TOKEN: 'token-eu', ORDERS_US_TOKEN: 'token-us' },
    folders: { cwd: tmpdir() },
    ...overrides,
  };
}

/** What there is to say of a file, with its deployments. */
export interface FileReading {
  readonly deployments: readonly Deployment[];
  readonly disabled: readonly string[];
  readonly servers: FileContent['servers'];
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  readonly secrets: readonly string[];
}

export function read(text: string, overrides: Partial<FileOptions> = {}): FileReading {
  const { findings, secrets } = collected();
  const { deployments, disabled, servers } = readDeploymentsFile(text, options(overrides), findings);
  return {
    deployments,
    disabled: disabled.map(({ name }) => name),
    servers,
    problems: findings.problems.map(({ message }) => message),
    notes: findings.notices.map((notice) => notice.text),
    secrets: [...new Set(secrets)],
  };
}

/** The deployments of a valid file. */
export function specs(text: string, overrides: Partial<FileOptions> = {}): readonly Deployment[] {
  const reading = read(text, overrides);
  if (reading.problems.length > 0) throw new Error(reading.problems.join('\n'));
  return reading.deployments;
}

/** The problems of a file, in full. */
export function problems(text: string, overrides: Partial<FileOptions> = {}): readonly string[] {
  const reading = read(text, overrides);
  if (reading.problems.length === 0) throw new Error('The file has no problem.');
  return reading.problems;
}

/** The problems without their code frames and the name of the file, each in one line: `3:5 Unknown key …`. */
export function headings(text: string, overrides: Partial<FileOptions> = {}): string[] {
  return problems(text, overrides).map((problem) => {
    const lines = problem.split('\n');
    const frame = lines.findIndex((line) => /^[> ] *\d+ \|/.test(line));
    return lines
      .slice(0, frame < 0 ? lines.length : frame)
      .join(' ')
      .replace('appsmith-deployments.yml:', '');
  });
}

/** A file with one deployment, the given lines in it. */
export function one(...lines: string[]): string {
  return `deployments:\n  - token: $T\n${lines.map((line) => `    ${line}\n`).join('')}`;
}

export const SECRET = 'zq9Xw7Kv3Rt5';

/** All messages of a file, valid or not. */
export function messages(text: string): string {
  const reading = read(text, { environment: { T: 'token-of-t' } });
  return [...reading.problems, ...reading.notes].join('\n');
}

/** Five characters of it in a row are no coincidence. */
export function expectNoTrace(text: string, secret = SECRET): void {
  const shown = messages(text);
  for (let at = 0; at + 5 <= secret.length; at += 1) expect(shown).not.toContain(secret.slice(at, at + 5));
}

/** Errors on the line itself and on those beside it. */
export const NEIGHBOURS = ['app: a b', 'colour: x', 'branch: @x', 'timeout: never', 'after: nobody'];
