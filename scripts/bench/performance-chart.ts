import type { Results } from './results.ts';

/** The ratios of the first section as horizontal bars. */
export function performanceChart({ sections: [one] }: Pick<Results, 'sections'>): string {
  const rows = one?.rows ?? [];
  const most = Math.max(...rows.map(({ ratio }) => ratio.median));
  const bars = rows.map(({ name, ratio: { median } }, row) => {
    const y = row * 26 + 8;
    const width = (median / most) * 360;
    const fill = name.startsWith('the pipe') ? '#1f7a4d' : '#8a94a6';
    return (
      `<text x="232" y="${y + 13}" text-anchor="end">${name}</text>` +
      `<rect x="240" y="${y}" width="${width.toFixed(1)}" height="18" rx="3" fill="${fill}"/>` +
      `<text x="${(246 + width).toFixed(1)}" y="${y + 13}">${median.toFixed(2)} ×</text>`
    );
  });
  const height = rows.length * 26 + 16;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 ${height}" width="680" height="${height}" role="img" ` +
    `aria-label="Wall time of one deployment, bare Node = 1">` +
    '<style>text{font:12px sans-serif;fill:#24303f}@media(prefers-color-scheme:dark){text{fill:#dde3ea}}</style>' +
    `${bars.join('')}</svg>\n`
  );
}
