import type { Problem } from '../input/findings.ts';
import { sentenceLines } from '../text/sentence-lines.ts';

/** Longest line of a message that is not broken at the end of a sentence. */
const LINE_LENGTH = 117;
/** Most problems that are written out: the rest are mostly more of the same, as in a long list. */
const MOST_PROBLEMS = 100;

/**
 * All problems, as Atlassian's toolkit shows them: each variable, below it what is wrong. A message may go on over
 * several lines (a code frame).
 */
export function validationErrors(problems: readonly Problem[]): [string, ...string[]] {
  const groups = Map.groupBy(problems.slice(0, MOST_PROBLEMS), ({ variable }) => variable);
  const rest = problems.length - MOST_PROBLEMS;
  const lines = [...groups].flatMap(([variable, each]) => [`${variable}:`, ...each.flatMap(messageLines)]);
  return [
    'Validation errors: ',
    ...lines,
    ...(rest > 0 ? [`${rest} more problems are not shown. Fix these first.`] : []),
    "Nothing was sent. Fix these under the pipe's `variables:`, or in the files that they name, then run this step again.",
  ];
}

function messageLines({ message }: Problem): string[] {
  const [first = '', ...frame] = message.split('\n');
  return [...sentenceLines(first, LINE_LENGTH), ...frame].map((line, at) => (at === 0 ? `- ${line}` : `  ${line}`));
}
