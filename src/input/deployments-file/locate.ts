import { isUtf8 } from 'node:buffer';
import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readRegularFile } from '../../process/regular-file.ts';
import { printable } from '../../text/printable.ts';
import type { Remarks } from '../../text/remarks.ts';
import { clonePath, type Folders } from '../clone-path.ts';

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
