import type { Budget } from './budget.ts';
import { type Measured, type Results, ROW, skippedSentences } from './results.ts';
import { budgetTable, markdownTable, mb, ms, tableOf } from './table.ts';

/** docs/development/performance.md: what a user waits for, then all that was measured, and what the rows are. */
export function performanceDocument(results: Results, budget: Budget): string {
  const { node, cores, timer, sections, images, budgeted } = results;
  const rows = [...sections.flatMap((section) => section.rows), ...images];
  return `# Performance

Written by \`npm run bench\`: Node ${node}, ${cores} cores, timed by ${timer}. Milliseconds are one machine's, ratios hold on
others too. What makes the program quick, and what was tried: [Speed](speed.md).

## What you wait for

${felt(results)
  .map((line) => `* ${line}`)
  .join('\n')}

![Time of one deployment](performance.svg)

## Budgets

\`npm run bench -- --check\` fails when one of these is exceeded. \`1.10 ×\` beside another row: at most a tenth more time.

${markdownTable(budgetTable(budgeted, budget))}

## All that was measured

${[markdownTable(tableOf(results)), ...skippedSentences(results)].join('\n\n')}

Each row is a whole process, from its start to its end, against a server on the same machine that it finds by name, with
nothing in its environment but what it needs. A round runs every row of a section once, and a ratio compares two rows of
the same round, so that what else the machine does falls on both. The sections have ${rounds(results)} rounds. CPU time and
peak memory are Node's own account, so other programs have none.

${rows
  .filter(({ about }) => about !== '')
  .map(({ name, about }) => `* **${name}**: ${about}.`)
  .join('\n')}
`;
}

function rounds({ sections }: Results): string {
  return sections.map((section) => section.rounds).join(', ');
}

/** One sentence for each wait, of those that were measured. */
function felt({ sections, images }: Results): string[] {
  const rows = new Map(sections.flatMap((section) => section.rows).map((row) => [row.name, row]));
  const image = images.find(({ name }) => name === ROW.image);
  const [whole, empty, thousand] = [ROW.runHttps, ROW.runEmpty, ROW.thousand].map((name) => rows.get(name));
  const [pipe, bare, toolkit] = [ROW.https, ROW.bare, ROW.toolkitHttps].map((name) => rows.get(name));
  return [
    ...(image === undefined ? [] : [`**Pull of the image**: ${mb(image.bytes / 1e6)}, once per runner.`]),
    ...(whole === undefined || empty === undefined
      ? []
      : [
          `**One deployment over https**: ${wait(whole)} from \`docker run\` to its end, beside what Appsmith takes. ` +
            `An empty program in the same image takes ${wait(empty)}.`,
        ]),
    ...(pipe === undefined || bare === undefined || toolkit === undefined ? [] : [besideToolkit(pipe, bare, toolkit)]),
    ...(thousand === undefined
      ? []
      : [
          `**1,000 deployments**, 64 at once, each answered after 50 ms: ${wait(thousand)}. The server alone takes 780 ms.`,
        ]),
  ];
}

/** What the pipe would be on Atlassian's toolkit, also where that is better. */
function besideToolkit(pipe: Measured, bare: Measured, toolkit: Measured): string {
  const memory = ({ memoryMb = Number.NaN }: Measured) => mb(memoryMb);
  return (
    `**A pipe for the same job on Atlassian's Python toolkit**, as a process: ${wait(toolkit)} where this one takes ${wait(pipe)}, and ` +
    `${ms(toolkit.cpuMs ?? Number.NaN)} ms of CPU where this one takes ${ms(pipe.cpuMs ?? Number.NaN)}. ` +
    `Python needs less memory: ${memory(toolkit)} where this one has ${memory(pipe)}, of which bare Node is ${memory(bare)}.`
  );
}

function wait({ wallMs }: Measured): string {
  return `${ms(wallMs.median)} ms`;
}

/** The times of \`docker run\` as horizontal bars; without containers, of the processes themselves. */
export function performanceChart({ sections }: Pick<Results, 'sections'>): string {
  const containers = sections.find((section) => section.rows.some(({ name }) => name === ROW.runEmpty));
  const rows = (containers ?? sections[0])?.rows ?? [];
  const most = Math.max(...rows.map(({ wallMs }) => wallMs.median));
  const bars = rows.map(({ name, wallMs: { median } }, row) => {
    const y = row * 26 + 8;
    const width = (median / most) * 330;
    const fill = name.includes('the pipe') ? '#1f7a4d' : '#8a94a6';
    return (
      `<text x="262" y="${y + 13}" text-anchor="end">${name}</text>` +
      `<rect x="270" y="${y}" width="${width.toFixed(1)}" height="18" rx="3" fill="${fill}"/>` +
      `<text x="${(276 + width).toFixed(1)}" y="${y + 13}">${ms(median)} ms</text>`
    );
  });
  const height = rows.length * 26 + 16;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 ${height}" width="680" height="${height}" role="img" ` +
    `aria-label="Time of one deployment">` +
    '<style>text{font:12px sans-serif;fill:#24303f}@media(prefers-color-scheme:dark){text{fill:#dde3ea}}</style>' +
    `${bars.join('')}</svg>\n`
  );
}
