import { tmpdir } from 'node:os';
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
    place: { cwd: tmpdir() },
    ownVariables: ['APPSMITH_URL', 'BEARER_TOKEN', 'CLIENT_KEY'],
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
