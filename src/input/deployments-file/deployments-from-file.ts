import { isUtf8 } from 'node:buffer';
import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readBaseUrl } from '../../appsmith/endpoint.ts';
import { metadata } from '../../manifest/manifest.ts';
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

/** Variables that say what a deployments file says. */
const RIVALS = ['APP_ID', 'BEARER_TOKEN', 'DEPLOY_ENDPOINT'];
/** Variables that are defaults for a deployments file, so they hold one value. */
const DEFAULTS = ['BRANCH', 'APPSMITH_URL'];

const OWN_VARIABLES = metadata.variables.flatMap(({ name, aliases }) => [name, ...aliases]);

/**
 * Reads the deployments from a file. Loaded on demand: no other part of the pipe needs YAML or the schema's compiler.
 */
export function deploymentsFromFile(
  { path, variables, context, environment, folders }: FileSource,
  findings: Findings,
): FileContent {
  const { values, given, itemNames } = variables;
  const before = findings.problems.length;
  for (const name of RIVALS.filter((each) => given.has(each))) {
    const message =
      `is already set by the deployments file. Remove ${name}, or remove DEPLOYMENTS_FILE to deploy without a ` +
      'file.';
    findings.problem(name, message);
  }
  for (const name of DEFAULTS.filter((each) => (itemNames[each] as readonly string[]).length > 1)) {
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
      ownVariables: OWN_VARIABLES,
    },
    findings,
  );
  warnOfPlainHttp(content.deployments, findings);
  return findings.problems.length === before ? content : NOTHING;
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

function unreadable(code: string, path: string, { cwd }: Folders): string {
  const named = `names ${printable(path, 200)}`;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return (
        `${named}, which does not exist in the working directory ${printable(cwd, 200)}. ` +
        `${otherSpelling(path, cwd)}`
      );
    case 'EISDIR':
      return `${named}, which is a folder. Name the file in it, customarily appsmith-deployments.yml.`;
    case 'ENOTFILE':
      return `${named}, which is not a regular file. Name a YAML file of the repository.`;
    case 'EFBIG':
      return `${named}, which is larger than 4 MB. Split it into several files, each with a step of its own.`;
    default:
      return `${named}, which cannot be read (${code}). Check the permissions of the file.`;
  }
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
  const [first, second] = bytes;
  const wide =
    (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || bytes.subarray(0, 2).includes(0);
  if (wide) {
    return remarks.problem('names a file in UTF-16 (PowerShell writes that with >) or a binary one. Save it as UTF-8.');
  }
  if (!isUtf8(bytes)) return remarks.problem('names a file that is not UTF-8 text. Save it as UTF-8.');
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}
