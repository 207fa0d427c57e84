import { isUtf8 } from 'node:buffer';
import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readBaseUrl } from '../../appsmith/endpoint.ts';
import type { Environment } from '../../process/host.ts';
import { readRegularFile } from '../../process/regular-file.ts';
import { printable } from '../../text/printable.ts';
import { findUnreplaced, unreplacedProblem } from '../../text/references.ts';
import type { Remarks } from '../../text/remarks.ts';
import { clonePath, type Folders } from '../clone-path.ts';
import type { Context } from '../context.ts';
import { warnOfPlainHttp } from '../deployments.ts';
import type { Findings } from '../findings.ts';
import type { Variables } from '../variables.ts';
import { type FileContent, NOTHING, readDeploymentsFile } from './read.ts';

export interface FileSource {
  /** Value of DEPLOYMENTS_FILE. */
  readonly path: string;
  readonly variables: Variables;
  readonly context: Context;
  readonly environment: Environment;
  readonly folders: Folders;
}

/** Variables that a deployments file replaces. */
const REPLACED = ['APP_ID', 'BEARER_TOKEN', 'DEPLOY_ENDPOINT'];
/** Variables that are the defaults of a deployments file, so they must hold one value. */
const DEFAULTS = ['BRANCH', 'APPSMITH_URL'];

/** Reads the deployments from a file. Loaded on demand: no other part of the pipe needs YAML. */
export function deploymentsFromFile(
  { path, variables, context, environment, folders }: FileSource,
  findings: Findings,
): FileContent {
  const { values, given, itemNames } = variables;
  const problemsBefore = findings.problems.length;
  for (const name of REPLACED.filter((variable) => given.has(variable))) {
    const remedy = `Remove ${name}, or remove DEPLOYMENTS_FILE to deploy without a file.`;
    findings.problem(name, `is already set by the deployments file. ${remedy}`);
  }
  for (const name of DEFAULTS.filter((variable) => (itemNames[variable] as readonly string[]).length > 1)) {
    const message =
      'must not be a list when DEPLOYMENTS_FILE is set. Remove the list, or set one value for what the file ' +
      `does not set, or write ${name === 'BRANCH' ? 'branch:' : 'url:'} into the file.`;
    findings.problem(name, message);
  }
  const url = readBaseUrl(values.APPSMITH_URL[0] as string, findings.about('APPSMITH_URL'));
  const branch = values.BRANCH?.[0] ?? context.branch;
  const unreplaced = branch === undefined || branch === context.branch ? undefined : findUnreplaced(branch);
  if (unreplaced !== undefined) findings.problem('BRANCH', unreplacedProblem(unreplaced));
  const text = readDeploymentsText(path, folders, findings.about('DEPLOYMENTS_FILE'));
  if (text === undefined) return NOTHING;
  const content = readDeploymentsFile(
    text,
    {
      file: path,
      defaults: { url, branch, timeoutSeconds: values.TIMEOUT },
      environment,
      folders,
    },
    findings,
  );
  warnOfPlainHttp(content.deployments, findings);
  return findings.problems.length === problemsBefore ? content : NOTHING;
}

/** Largest file that is read, in bytes; 10,000 deployments take about one and a half million. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Reads the text of a deployments file inside the clone: UTF-8, with or without a byte order mark. */
export function readDeploymentsText(path: string, folders: Folders, remarks: Remarks): string | undefined {
  const located = clonePath(path, folders, remarks);
  if (located === undefined) return undefined;
  const content = readRegularFile(located, MOST_BYTES);
  if (content.kind === 'unreadable') return remarks.problem(unreadable(content.code, path, folders));
  return decode(content.bytes, remarks);
}

/** What is wrong with a path, by the code of the error. */
const UNREADABLE: Readonly<Record<string, string>> = {
  EISDIR: 'is a folder. Name the file in it, customarily appsmith-deployments.yml.',
  ENOTFILE: 'is not a regular file. Name a YAML file of the repository.',
  EFBIG: 'is larger than 4 MB. Split it into several files, each with a step of its own.',
};

function unreadable(code: string, path: string, { cwd }: Folders): string {
  const missing = code === 'ENOENT' || code === 'ENOTDIR';
  const problem = missing
    ? `does not exist in the working directory ${printable(cwd, 200)}. ${otherSpelling(path, cwd)}`
    : (UNREADABLE[code] ?? `cannot be read (${code}). Check the permissions of the file.`);
  return `names ${printable(path, 200)}, which ${problem}`;
}

/** The file may be there with another ending, or in other letter case. */
function otherSpelling(path: string, cwd: string): string {
  const plain = (name: string) => name.toLowerCase().replace(/\.yaml$/, '.yml');
  const other = namesIn(resolve(cwd, dirname(path))).find((name) => plain(name) === plain(basename(path)));
  return other === undefined
    ? 'Use a path relative to it, and check that the file is committed on this branch.'
    : `Did you mean ${printable(join(dirname(path), other), 200)}?`;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function decode(bytes: Buffer, remarks: Remarks): string | undefined {
  const beginning = bytes.toString('latin1', 0, 2);
  if (['\xff\xfe', '\xfe\xff'].includes(beginning) || beginning.includes('\0'))
    return remarks.problem('names a file in UTF-16 (PowerShell writes that with >) or a binary one. Save it as UTF-8.');
  if (!isUtf8(bytes)) return remarks.problem('names a file that is not UTF-8 text. Save it as UTF-8.');
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}
