import type { Scale } from './many.ts';
import type { Measured } from './measure.ts';

export interface Results {
  readonly node: string;
  readonly cores: number;
  readonly rounds: number;
  readonly one: readonly Measured[];
  readonly skipped: readonly string[];
  readonly used: readonly { readonly name: string; readonly memoryMb: number; readonly cpuMs: number }[];
  readonly scale: Scale;
}

/** docs/performance.md: the results as tables and a chart. */
export function performanceDocument({ node, cores, rounds, one, skipped, used, scale }: Results): string {
  const rows = one.map(({ name, median, quartiles, ratio }) => {
    const [low, high] = quartiles;
    return `| ${name} | ${median.toFixed(0)} | ${low.toFixed(0)}–${high.toFixed(0)} | ${ratio.toFixed(2)} |`;
  });
  const left = skipped.length === 0 ? '' : `\nNot on this machine, so left out: ${skipped.join(', ')}.\n`;
  const { pipe, raw, idealMs, wallRatio, cpuRatio } = scale;
  return `# Performance

Written by \`npm run bench\`. Medians of ${rounds} interleaved runs of whole processes, Node ${node}, ${cores} cores. The milliseconds are one
machine's; the ratios travel.

## One deployment

![Wall time of one deployment, bare Node = 1](performance.svg)

| One POST to a server on the same machine | Median, ms | Quartiles, ms | × bare Node |
|---|---:|---:|---:|
${rows.join('\n')}
${left}
| Memory and CPU | Peak memory, MiB | CPU, ms |
|---|---:|---:|
${used.map(({ name, memoryMb, cpuMs }) => `| ${name} | ${memoryMb.toFixed(0)} | ${cpuMs.toFixed(0)} |`).join('\n')}

## 1,000 deployments

64 at once, each answered after 50 ms: at best ${(idealMs / 1_000).toFixed(2)} s.

| | Wall, s | CPU, s | Peak memory, MiB |
|---|---:|---:|---:|
| the pipe, from a deployments file | ${seconds(pipe.wallMs)} | ${seconds(pipe.cpuMs)} | ${pipe.memoryMb.toFixed(0)} |
| raw \`http.request\`, keep-alive | ${seconds(raw.wallMs)} | ${seconds(raw.cpuMs)} | ${raw.memoryMb.toFixed(0)} |

The pipe takes ${wallRatio.toFixed(2)} × the wall time and ${cpuRatio.toFixed(2)} × the CPU time of raw http.
`;
}

/** The ratios as horizontal bars. */
export function performanceChart(one: readonly Measured[]): string {
  const most = Math.max(...one.map(({ ratio }) => ratio));
  const bars = one.map(({ name, ratio }, row) => {
    const y = row * 26 + 8;
    const width = (ratio / most) * 360;
    const fill = name.startsWith('the pipe') ? '#1f7a4d' : '#8a94a6';
    return (
      `<text x="232" y="${y + 13}" text-anchor="end">${name}</text>` +
      `<rect x="240" y="${y}" width="${width.toFixed(1)}" height="18" rx="3" fill="${fill}"/>` +
      `<text x="${(246 + width).toFixed(1)}" y="${y + 13}">${ratio.toFixed(2)} ×</text>`
    );
  });
  const height = one.length * 26 + 16;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 ${height}" width="680" height="${height}" role="img" ` +
    `aria-label="Wall time of one deployment, bare Node = 1">` +
    '<style>text{font:12px sans-serif;fill:#24303f}@media(prefers-color-scheme:dark){text{fill:#dde3ea}}</style>' +
    `${bars.join('')}</svg>\n`
  );
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(2);
}
