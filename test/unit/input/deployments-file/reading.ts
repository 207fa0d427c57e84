import {
  type DeploymentsReading,
  type FileOptions,
  readDeploymentsFile,
} from '../../../../src/input/deployments-file/read.ts';
import type { DeploymentSpec } from '../../../../src/input/plan.ts';

/** What the tests' files are read with: a pipe that was given the variables T, ORDERS_TOKEN and ORDERS_US_TOKEN. */
export function options(overrides: Partial<FileOptions> = {}): FileOptions {
  return {
    file: 'appsmith-deployments.yml',
    defaults: { url: { value: 'https://app.appsmith.com' }, branch: 'main', timeoutSeconds: 300 },
    environment: { T: 'token-t', ORDERS_TOKEN: 'token-eu', ORDERS_US_TOKEN: 'token-us' },
    ownVariables: ['APPSMITH_URL', 'BEARER_TOKEN', 'CLIENT_KEY'],
    ...overrides,
  };
}

export function read(text: string, overrides: Partial<FileOptions> = {}): DeploymentsReading {
  return readDeploymentsFile(text, options(overrides));
}

/** The deployments of a sound file. */
export function specs(text: string, overrides: Partial<FileOptions> = {}): readonly DeploymentSpec[] {
  const reading = read(text, overrides);
  if ('problems' in reading) throw new Error(reading.problems.join('\n'));
  return reading.deployments;
}

/** The problems of a file, in full. */
export function problems(text: string, overrides: Partial<FileOptions> = {}): readonly string[] {
  const reading = read(text, overrides);
  if (!('problems' in reading)) throw new Error('The file has no problem.');
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
