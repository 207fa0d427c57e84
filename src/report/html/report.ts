import { createHash } from 'node:crypto';
import { durationText } from '../../text/duration-text.ts';
import { countTexts, type Overview } from '../overview.ts';
import { cardIds, failures, repositorySection } from './cards.ts';
import { icon, iconDefinitions, link, serverLink, tabIcon, time } from './elements.ts';
import { Markup, markup } from './markup.ts';
import { STYLES } from './styles.ts';
import { deploymentTable } from './table.ts';
import { gridDefinition, legend, timeScale } from './timeline-svg.ts';

/** The run as one self-contained page, without scripts and network, which its policy forbids. */
export function htmlReport(overview: Overview): string {
  const { entries, version, status, repository } = overview;
  const scale = timeScale(entries);
  const ids = cardIds(entries);
  const style = `style-src 'sha256-${createHash('sha256').update(STYLES).digest('base64')}'`;
  const policy = `default-src 'none'; ${style}; img-src data:; base-uri 'none'; form-action 'none'`;
  const sections = [
    head(overview),
    tiles(overview),
    failures(overview, ids),
    repository && repositorySection(repository),
    entries.length > 0 &&
      markup`<section>
<div class="bar"><h2>Deployments</h2>${legend(entries)}</div>
${deploymentTable(entries, { scale, ids })}</section>
`,
  ];
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${headline(overview)}</title>
<link rel="icon" href="${tabIcon(status)}">
<style>${new Markup(STYLES)}</style>
</head>
<body>
<svg class="hidden" aria-hidden="true"><defs>${iconDefinitions}${gridDefinition(scale)}</defs></svg>
<main>
${sections}<footer>Made by appsmith-deploy ${version}. A deployment takes the tip of its branch at that time.</footer>
</main>
</body>
</html>
`.toString();
}

/** The outcome in one line. */
function headline(overview: Overview): string {
  const { counts, interruptedBy, entries, repository } = overview;
  const { total, deployed } = counts;
  const first = entries[0];
  if (repository?.isRefused) return 'Appsmith cannot import the repository';
  if (first?.status === 'disabled') return 'Nothing was deployed: every deployment is disabled';
  if (first === undefined)
    return repository === undefined ? 'Nothing to deploy in this step' : 'Dry run: nothing was deployed';
  const stopped = interruptedBy === undefined ? '' : `Interrupted by ${interruptedBy}: `;
  if (total === 1) {
    const otherwise = first.failure?.outcomeUnknown ? 'is not confirmed' : 'was not deployed';
    return `${stopped}${first.name} ${deployed === 1 ? 'is deployed' : otherwise}`;
  }
  if (deployed === total) return `${stopped}All ${total} deployments succeeded`;
  return stopped + [`${deployed} of ${total} deployed`, ...countTexts(overview)].join(', ');
}

function head(overview: Overview): Markup {
  const { status, build, startedAt, seconds } = overview;
  const step =
    build.step && `parallel step ${build.step}${build.steps === undefined ? '' : ` of ${build.steps}, counted from 0`}`;
  const where = ['Appsmith deployment', build.repository, build.environment, step].filter(Boolean).join(' · ');
  const all = [markup`<span>${time(startedAt)}</span>`, markup`<span>took ${durationText(seconds * 1_000)}</span>`];
  all.push(...facts(overview).map((fact) => markup`<span class="long">${fact}</span>`));
  return markup`<header>
<p class="kicker"><bdi>${where}</bdi></p>
<div class="outcome">${icon(status)}<h1><bdi>${headline(overview)}</bdi></h1></div>
<p class="build">${all}</p>
</header>
`;
}

function facts({ build, entries }: Overview): Markup[] {
  const { number, url, commit, commitUrl, branch, tag } = build;
  const [server, ...others] = new Set(entries.map((entry) => entry.url));
  return [
    server !== undefined && others.length === 0 && markup`Server ${serverLink(server)}`,
    number && link(`Build #${number}`, url),
    commit && markup`Commit ${link(markup`<code>${commit.slice(0, 12)}</code>`, commitUrl)}`,
    branch && markup`Branch <code>${branch}</code>`,
    tag && markup`Tag <code>${tag}</code>`,
  ].filter((fact) => fact instanceof Markup);
}

function tiles({ counts, unconfirmed, retries, seconds }: Overview): Markup {
  const tile = (label: string, value: number | string, status = '') =>
    markup`<div><dt>${label}</dt><dd class="${value === 0 ? 'none' : status}">${value}</dd></div>`;
  return markup`<dl class="tiles">${[
    tile('Deployed', counts.deployed, 'deployed'),
    tile('Failed', counts.failed - unconfirmed, 'failed'),
    unconfirmed > 0 && tile('Not confirmed', unconfirmed, 'failed'),
    tile('Skipped', counts.skipped, 'skipped'),
    tile('Retries', retries),
    tile('Duration', durationText(seconds * 1_000)),
  ]}</dl>
`;
}
