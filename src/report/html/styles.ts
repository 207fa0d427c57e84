/** Colour is never the only difference: each state has an icon and a word, each bar a shape. */
export const STYLES = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --card: #ffffff; --ink: #1b2330; --soft: #556072; --rule: #e1e5eb; --grid: #e6eaef; --link: #1a5bbf;
  --ok: #15734a; --ok-tint: #e4f4ec; --bad: #b3261e; --bad-tint: #fcebe9; --idle: #5d6878; --idle-tint: #eceff3;
    --wait: #b47a16;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e131a; --card: #161d27; --ink: #e5eaf1; --soft: #9ba8ba; --rule: #2a3441; --grid: #222b37;
      --link: #86b6ff;
    --ok: #56c992; --ok-tint: #14302a; --bad: #ff8e84; --bad-tint: #3a1d21; --idle: #a3afbf; --idle-tint: #242d39;
      --wait: #d9a441;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; overflow-wrap: anywhere; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 1160px; margin: 0 auto; padding: 40px 24px 56px; }
a { color: var(--link); text-underline-offset: 2px; text-decoration-thickness: 1px; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
code { font: .92em/1.4 ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
h1, h2, h3, p, ul, dl, dd, blockquote { margin: 0; }
h1 { font-size: 30px; line-height: 1.2; font-weight: 650; letter-spacing: -.015em; }
h2 { font-size: 18px; font-weight: 650; letter-spacing: -.005em; margin: 40px 0 12px; }
h3 { font-size: 16px; line-height: 1.35; font-weight: 650; }
.kicker { color: var(--soft); font-size: 13px; font-weight: 600; margin-bottom: 10px; }
.outcome { display: flex; gap: 14px; align-items: flex-start; }
.outcome > svg { width: 34px; height: 34px; flex: none; margin-top: 1px; }
.build { color: var(--soft); margin-top: 12px; display: flex; flex-wrap: wrap; gap: 2px 18px; }
.build span { white-space: nowrap; }
.build .long { white-space: normal; }
.icon { width: 16px; height: 16px; flex: none; }
.deployed { color: var(--ok); } .failed { color: var(--bad); } .skipped { color: var(--idle); }
.tiles { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 12px; margin-top: 28px; }
.tiles > div { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 14px 18px 12px;
  display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.tiles dt { color: var(--soft); font-size: 13px; }
.tiles dd { font-size: 24px; line-height: 1.25; font-weight: 650; font-variant-numeric: tabular-nums;
  letter-spacing: -.01em; white-space: nowrap; }
.none { color: var(--soft); }
.card { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 18px 22px;
  margin-bottom: 12px; border-left: 4px solid var(--bad); }
.card:target { outline: 2px solid var(--link); outline-offset: 2px; }
.card .where { color: var(--soft); font-size: 13px; margin-top: 2px; }
.card .title { margin-top: 12px; font-weight: 600; color: var(--bad); }
.card ul { margin-top: 6px; padding-left: 20px; }
.card li { margin-top: 4px; }
.card blockquote { margin-top: 14px; padding: 8px 14px; border-radius: 6px; background: var(--page); }
.card blockquote b { display: block; color: var(--soft); font-size: 12px; font-weight: 600; }
.card .ids { color: var(--soft); font-size: 13px; margin-top: 12px; display: flex; flex-wrap: wrap; gap: 2px 18px; }
.chip { display: inline-flex; align-items: center; gap: 5px; padding: 1px 9px 1px 6px; border-radius: 99px;
  font-size: 13px; font-weight: 600; white-space: nowrap; }
.chip.deployed { background: var(--ok-tint); } .chip.failed { background: var(--bad-tint);
  } .chip.skipped { background: var(--idle-tint); }
.bar { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 4px 24px;
  margin: 40px 0 12px; }
.bar h2 { margin: 0; }
.legend { color: var(--soft); font-size: 13px; display: flex; flex-wrap: wrap; gap: 2px 16px; }
.legend span { display: inline-flex; align-items: center; gap: 6px; }
.legend svg { width: 22px; height: 14px; }
.table { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: 12px 16px; }
thead th { color: var(--soft); font-size: 13px; font-weight: 600; padding-top: 10px; padding-bottom: 8px;
  white-space: nowrap; }
tbody tr { border-top: 1px solid var(--rule); }
tbody th { font-weight: 600; }
.c-name { width: 31%; } .c-status { width: 15%; } .c-tries { width: 10%; } .c-time { width: 11%; }
.c-line { overflow: hidden; }
.c-tries, .c-time { text-align: right; font-variant-numeric: tabular-nums; }
.sub { display: block; color: var(--soft); font-size: 13px; font-weight: 400; margin-top: 2px; }
svg.line, svg.axis { display: block; width: 100%; overflow: visible; }
svg.line { height: 24px; } svg.axis { height: 16px; font-size: 12px; font-weight: 400; }
svg.axis text { fill: var(--soft); }
.grid { stroke: var(--grid); }
rect.ok { fill: var(--ok); }
rect.bad { fill: var(--bad-tint); stroke: var(--bad); stroke-width: 1.5; }
rect.wait { fill: var(--wait); }
.line rect { y: 5px; height: 14px; rx: 2px; } .line rect.wait { y: 11px; height: 2px; rx: 0; }
.hidden { position: absolute; width: 0; height: 0; }
footer { color: var(--soft); font-size: 13px; margin-top: 32px; }
@media screen and (max-width: 900px) {
  main { padding: 24px 16px 40px; }
  h1 { font-size: 24px; }
  .outcome { gap: 10px; } .outcome > svg { width: 28px; height: 28px; }
  .tiles { grid-auto-flow: row; grid-template-columns: repeat(6, 1fr); gap: 8px; margin-top: 22px; }
  .tiles > div { grid-column: span 2; padding: 10px 12px; }
  .tiles > div:nth-child(4):nth-last-child(2), .tiles > div:nth-child(5):last-child { grid-column: span 3; }
  .tiles dd { font-size: 20px; }
  .card { padding: 14px 16px; }
  table, thead, thead tr, .c-line, tbody { display: block; }
  thead th:not(.c-line) { position: absolute; width: 1px; height: 1px; padding: 0; overflow: hidden;
    clip-path: inset(50%); }
  thead .c-line { padding: 10px 16px 4px; }
  tbody tr { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 14px; padding: 14px 16px 12px; }
  tbody th, tbody td { padding: 0; }
  tbody th, tbody .c-line { flex-basis: 100%; }
  .c-name, .c-status, .c-tries, .c-time { width: auto; }
  .c-status .sub { display: inline; margin-left: 8px; }
  .c-tries, .c-time { text-align: left; color: var(--soft); font-size: 13px; }
  .c-tries::after { content: " attempts"; } .one::after { content: " attempt"; } .idle { display: none; }
}
@media print {
  :root { --page: #ffffff; --card: #ffffff; --ink: #000000; --soft: #444444; --rule: #bbbbbb; --grid: #dddddd;
    --link: #000000;
    --ok: #15734a; --ok-tint: #ffffff; --bad: #b3261e; --bad-tint: #ffffff; --idle: #555555; --idle-tint: #ffffff; }
  body { font-size: 12px; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 24px; } h2 { font-size: 15px; } h3 { font-size: 13px; }
  .tiles { margin-top: 18px; } .tiles > div { padding: 8px 12px; } .tiles dd { font-size: 17px; }
  .card { padding: 12px 16px; } .card blockquote { border: 1px solid var(--rule); }
  th, td { padding: 7px 10px; }
  .sub, .tiles dt, .card .where, .card .ids, .legend, thead th, .chip, footer { font-size: 11px; }
  .chip { padding-left: 0; } .c-tries { width: 12%; }
  .card, tr, .tiles { break-inside: avoid; }
  h2, .bar { break-after: avoid; }
  rect, .icon { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
`;
