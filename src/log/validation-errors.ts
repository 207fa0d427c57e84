import type { Problem } from '../input/findings.ts';
import { sentenceLines } from '../text/printable.ts';

/** Longest line of a message that is not broken at the end of a sentence. */
const LINE_LENGTH = 117;
/** Most problems that are written out, of all and of the items of one list: the rest are mostly more of the same. */
const [MOST_PROBLEMS, MOST_OF_A_LIST] = [100, 10];

/**
 * All problems, as Atlassian's toolkit shows them: each variable, below it what is wrong. A message may go on over
 * several lines (a code frame).
 */
export function validationErrors(problems: readonly Problem[]): [string, ...string[]] {
  const shown = withShortLists(problems).slice(0, MOST_PROBLEMS);
  const groups = Map.groupBy(shown, ({ variable }) => variable.replace(ITEM, ''));
  const rest = problems.length - shown.length;
  const lines = [...groups].flatMap(([variable, each]) => [`${variable}:`, ...each.flatMap(messageLines)]);
  return [
    'Validation errors: ',
    ...lines,
    ...(rest > 0 ? [`${rest} more problems are not shown. Fix these first.`] : []),
    "Nothing was sent. Fix these under the pipe's `variables:`, or in the files that they name, then run this step again.",
  ];
}

/** Items are `APP_ID_1` or `APP_ID (item 2)`. */
function withShortLists(problems: readonly Problem[]): Problem[] {
  const lists = Map.groupBy(problems, ({ variable }) => variable.replace(/_\d+$| \(item \d+\)$/, ''));
  const tooMany = new Set(
    [...lists].flatMap(([list, each]) => each.filter(({ variable }) => variable !== list).slice(MOST_OF_A_LIST)),
  );
  return problems.filter((problem) => !tooMany.has(problem));
}

/** The item of a text that is a list, `APP_ID (item 2)`: the message names it, below the variable. */
const ITEM = / \((item \d+)\)$/;

function messageLines({ variable, message }: Problem): string[] {
  const [, item] = ITEM.exec(variable) ?? [];
  const [first = '', ...frame] = (item === undefined ? message : `${item} ${message}`).split('\n');
  return [...sentenceLines(first, LINE_LENGTH), ...frame].map((line, at) => (at === 0 ? `- ${line}` : `  ${line}`));
}
