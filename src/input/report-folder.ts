import { readRegularFile } from '../process/regular-file.ts';
import { printable } from '../text/printable.ts';
import { clonePath, type Folders } from './clone-path.ts';
import type { Findings } from './findings.ts';
import type { Variables } from './variables.ts';

/** What people set that is no folder for reports. */
const NO_FOLDERS: readonly (readonly [pattern: RegExp, problem: string])[] = [
  [/[*?]/, 'holds a pattern. Use the path of one folder.'],
  [/(?:^|\/)\.git(?:\/|$)/, 'is inside .git, which is for Git alone. Use another folder, such as test-reports.'],
  [
    /\.(?:xml|html?|json|env)$/i,
    'is the name of a file. Use a folder: the files in it have fixed names, such as appsmith-deploy.xml.',
  ],
];

/**
 * The folder for the reports, absolute. Nothing is asked of the file system where no report is wanted.
 */
export function reportFolder({ values, given }: Variables, folders: Folders, findings: Findings): string {
  const { REPORTS, REPORT_DIR } = values;
  if (REPORTS.length === 0 && !given.has('REPORT_DIR')) return REPORT_DIR;
  const folder = clonePath(REPORT_DIR, folders, findings.about('REPORT_DIR'));
  if (folder === undefined) return REPORT_DIR;
  const pattern = NO_FOLDERS.find(([each]) => each.test(REPORT_DIR))?.[1];
  const found = readRegularFile(folder, 0);
  const isFile = 'bytes' in found || found.code === 'EFBIG';
  const problem = pattern ?? (isFile ? 'is a file. Use a folder, such as test-reports.' : undefined);
  if (problem !== undefined) findings.problem('REPORT_DIR', `${problem} Got '${printable(REPORT_DIR, 120)}'.`);
  return folder;
}
