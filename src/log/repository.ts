import type { Context } from '../input/context.ts';
import { pipe } from '../manifest/manifest.ts';
import { locationOf, type RepositoryFinding } from '../repository/finding.ts';
import { printable } from '../text/printable.ts';
import { nameList } from './deployment-names.ts';

/** Findings that are shown: more of them are only counted. */
const MOST_SHOWN = 20;
/** Longest name of a module that is shown, in characters. */
const MOST_OF_NAME = 100;
/** Longest path that is shown, in characters. */
const MOST_OF_PATH = 300;

/** What was checked: `commit 3f2a1b9`. */
export function checkedSubject({ commit, destinationBranch }: Context): string {
  if (destinationBranch !== undefined) return `the merge of this pull request into ${destinationBranch}`;
  return commit === undefined ? 'this clone' : `commit ${commit.slice(0, 7)}`;
}

/** The last lines of a log when a repository has errors: the findings of each rule, their effect, and what to do. */
export function repositoryErrors(findings: readonly RepositoryFinding[], context: Context): [string, ...string[]] {
  const lines: string[] = [];
  for (const alike of Map.groupBy(findings.slice(0, MOST_SHOWN), ({ rule }) => rule).values()) {
    const [{ effect, advice }] = alike as [RepositoryFinding];
    for (const finding of alike) {
      const severity = finding.severity === 'warning' ? 'Warning: ' : '';
      lines.push(`  ${place(finding)} ${severity}${finding.problem}`);
    }
    lines.push(`    ${effect}`, `    What to do: ${advice}`);
  }
  return [
    `Appsmith cannot import ${checkedSubject(context)}: ${counted(findings)}. Nothing was sent.`,
    ...lines,
    ...more(findings).map((text) => `  ${text}`),
    `  ${NEWER} Push a fix; running this step again does not help.`,
    `  ${MORE}`,
  ];
}

/** Warnings about a repository that do not stop the run, one a line, and what was checked. */
export function repositoryWarnings(
  findings: readonly RepositoryFinding[],
  { context, isCertain }: { context: Context; isCertain: boolean },
): string[] {
  if (findings.length === 0) return [];
  const hasErrors = findings.some(({ severity }) => severity === 'error');
  const shown = findings.slice(0, MOST_SHOWN);
  const why = hasErrors && !isCertain ? UNCERTAIN : NEWER;
  return [
    ...shown.map((finding) => [place(finding), finding.problem, finding.effect, finding.advice].join(' ')),
    ...more(findings),
    `This was found in ${checkedSubject(context)}. ${why} ${MORE}`,
  ];
}

const MORE = `More: ${pipe.source}/docs/repository-check.md`;
const UNCERTAIN =
  'This does not stop the run: several applications of one server are deployed here, and the clone may belong to another.';
const NEWER = "Only this pipeline's commit was checked: a newer commit has its own pipeline.";

/** A line about the modules of packages that the application uses; undefined when it uses none. */
export function modulesText(modules: readonly string[] = []): string | undefined {
  if (modules.length === 0) return undefined;
  const names = nameList(modules.map((name) => printable(name, MOST_OF_NAME)));
  return `The application uses modules of packages. Import and publish these in its workspace first: ${names}`;
}

function more({ length }: readonly RepositoryFinding[]): string[] {
  return length > MOST_SHOWN ? [`… and ${length - MOST_SHOWN} more.`] : [];
}

/** `2 errors and 1 warning`. */
function counted(findings: readonly RepositoryFinding[]): string {
  const severities = [...Map.groupBy(findings, ({ severity }) => severity)];
  return severities.map(([severity, { length }]) => `${length} ${severity}${length === 1 ? '' : 's'}`).join(' and ');
}

/** `pages/Orders/Orders.json:12:5:`; a file that is missing has no line. */
function place(finding: RepositoryFinding): string {
  return `${locationOf({ ...finding, path: printable(finding.path, MOST_OF_PATH) })}:`;
}
