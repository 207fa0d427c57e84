import { overBudget, type Ratios } from './over-budget.ts';
import type { Results } from './results.ts';
import { skippedSentences } from './skipped.ts';
import { markdownTable, tableOf } from './table.ts';

/** docs/development/performance.md: the results as a chart, a table, and what its rows are. */
export function performanceDocument(results: Results, budget: Ratios): string {
  const { node, cores, timer, sections, images } = results;
  const rows = [...sections.flatMap((section) => section.rows), ...images];
  return `# Performance

Written by \`npm run bench\`: Node ${node}, ${cores} cores, timed by ${timer}. The milliseconds are one machine's; the ratios travel.
Where the time goes, and what was tried for less of it: [Speed](speed.md).

![Wall time of one deployment, bare Node = 1](performance.svg)

${markdownTable(tableOf(results, budget))}
${[...overBudget(results.ratios, budget).above.map((text) => `${text}.`), ...skippedSentences(results)]
  .map((sentence) => `\n${sentence}\n`)
  .join('')}
## How it is measured

Each row is a whole process, from its start to its end, against a server on the same machine, with nothing in its environment but what it needs. A round runs
every row of a section once, and a ratio compares two rows of the same round, so that what else the machine does falls on both. The sections' medians and
quartiles are those of ${sections.map(({ rounds }) => rounds).join(', ')} rounds. CPU time and peak memory are Node's own account, so other programs have none.
\`npm run bench -- --check\` fails when a ratio is above its budget.

## What the rows are

${rows
  .filter(({ about }) => about !== '')
  .map(({ name, about }) => `* **${name}**: ${about}.`)
  .join('\n')}
`;
}
