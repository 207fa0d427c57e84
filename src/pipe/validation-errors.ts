import type { Problem } from './variables.ts';

/** All problems, as Atlassian's toolkit shows them: each variable, below it what is wrong. A message may go on over several lines (a code frame). */
export function validationErrors(problems: readonly Problem[]): [string, ...string[]] {
  const groups = Map.groupBy(problems, ({ variable }) => variable);
  const lines = [...groups].flatMap(([variable, each]) => [
    `${variable}:`,
    ...each.flatMap(({ message }) => message.split('\n').map((line, at) => (at === 0 ? `- ${line}` : `  ${line}`))),
  ]);
  return [
    'Validation errors: ',
    ...lines,
    'Nothing was sent. Mend these under `variables:` of the pipe, then run the step again.',
  ];
}
