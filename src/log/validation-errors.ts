import type { Problem } from '../input/findings.ts';
import { sentenceLines } from '../text/printable.ts';

/** Longer messages are broken at the ends of sentences. */
const LINE_LENGTH = 117;
/** Problems that are shown: more are mostly of the same kind. */
const MOST_PROBLEMS = 100;
/** Problems that are shown of the items of one list. */
const MOST_OF_A_LIST = 10;

/** All problems, as Atlassian's toolkit shows them: each variable, and below it what is wrong. */
export function validationErrors(problems: readonly Problem[]): [string, ...string[]] {
  const shown = withShortLists(problems).slice(0, MOST_PROBLEMS);
  const lines: string[] = [];
  for (const [variable, group] of Map.groupBy(shown, (problem) => problem.variable.replace(ITEM, '')))
    lines.push(`${variable}:`, ...group.flatMap(messageLines));
  const rest = problems.length - shown.length;
  if (rest > 0) lines.push(`${rest} more problems are not shown. Fix these first.`);
  return [
    'Validation errors: ',
    ...lines,
    "Nothing was sent. Fix these under the pipe's `variables:`, or in the files that they name, then run this step again.",
  ];
}

/** Leaves out further items of a list with problems. Items are called `APP_ID_1` or `APP_ID (item 2)`. */
function withShortLists(problems: readonly Problem[]): Problem[] {
  const counts = new Map<string, number>();
  return problems.filter(({ variable }) => {
    const list = variable.replace(/_\d+$| \(item \d+\)$/, '');
    if (list === variable) return true;
    const count = (counts.get(list) ?? 0) + 1;
    counts.set(list, count);
    return count <= MOST_OF_A_LIST;
  });
}

/** The item in `APP_ID (item 2)`, which is shown with the message. */
const ITEM = / \((item \d+)\)$/;

function messageLines({ variable, message }: Problem): string[] {
  const [, item] = ITEM.exec(variable) ?? [];
  const [first = '', ...frame] = (item === undefined ? message : `${item} ${message}`).split('\n');
  return [...sentenceLines(first, LINE_LENGTH), ...frame].map((line, at) => (at === 0 ? `- ${line}` : `  ${line}`));
}
