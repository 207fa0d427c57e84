import { locationOf, type RepositoryFinding } from '../repository/finding.ts';
import { durationText } from '../text/duration-text.ts';
import { type Markup, markup } from './html/markup.ts';
import { type Entry, type FailureEntry, failureText, type Overview } from './overview.ts';

/**
 * The run as JUnit XML, valid by the Jenkins xunit-plugin's junit-10.xsd: a test case for each deployment, and for each
 * file that Appsmith cannot import. Bitbucket shows it in the step's Tests tab.
 */
export function junitReport({ counts, seconds, startedAt, build, version, entries, repository }: Overview): string {
  const errors = (repository?.findings ?? []).filter(({ severity }) => severity === 'error');
  const broken = [...Map.groupBy(errors, ({ path }) => path)];
  const [tests, failures] = [entries.length + broken.length, counts.failed + broken.length];
  const name = ['appsmith-deploy', build.environment, build.step && `step ${build.step}`].filter(Boolean).join(' ');
  const properties = Object.entries({ version, build: build.number, commit: build.commit, branch: build.branch }).map(
    ([key, value]) => value && markup`<property name="${key}" value="${value}"/>`,
  );
  const totals = markup`name="${name}" tests="${tests}" failures="${failures}" errors="0"`;
  const start = markup`timestamp="${startedAt.toISOString().slice(0, 19)}"`;
  const suites = markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites ${totals} time="${time(seconds)}">
  <testsuite ${totals} skipped="${counts.skipped + counts.disabled}" time="${time(seconds)}" ${start}>
    <properties>${properties}</properties>${entries.map(testCase)}${broken.map(brokenFile)}
  </testsuite>
</testsuites>
`;
  return suites.toString();
}

function testCase(entry: Entry): Markup {
  return markup`
    <testcase classname="appsmith-deploy" name="${entry.name}" time="${time(entry.seconds)}">${outcome(entry)}
      <system-out>${facts(entry).join('\n')}</system-out>
    </testcase>`;
}

/** A file that Appsmith cannot import. */
function brokenFile([path, findings]: [string, readonly RepositoryFinding[]]): Markup {
  const [first] = findings;
  const places = findings.map((finding) => `${locationOf(finding)}: ${finding.problem}`);
  const text = [...places, first?.effect, first?.advice].join('\n');
  const failure = markup`<failure type="${first?.rule}" message="${first?.problem}">${text}</failure>`;
  return markup`
    <testcase classname="appsmith-deploy.repository" name="${path}" time="0.000">${failure}
      <system-out>${places.join('\n')}</system-out>
    </testcase>`;
}

function outcome({ status, failure, reason }: Entry): Markup | undefined {
  if (status === 'disabled') return markup`<skipped message="disabled"/>`;
  if (reason !== undefined) return markup`<skipped message="${reason}"/>`;
  if (failure === undefined) return undefined;
  const text = failureText(failure);
  return markup`<failure type="${failure.code}" message="${text}">${[text, ...explanation(failure)].join('\n')}</failure>`;
}

function explanation({ advice, serverMessage, detail, requestId, serverRequestId, help }: FailureEntry): string[] {
  return [
    ...advice,
    ...(detail === undefined ? [] : [detail]),
    ...labelled({
      'The server says': serverMessage,
      'X-Request-Id': requestId,
      'X-Appsmith-Request-Id': serverRequestId,
      More: help,
    }),
  ];
}

function facts({ app, branch, url, attempts, seconds, deployedAt }: Entry): string[] {
  return [
    `Application ${app}, branch ${branch}, server ${url}`,
    ...labelled({ 'Deployed at': deployedAt }),
    ...attempts.map(({ start, end, code = 'deployed' }, index) => {
      return `Attempt ${index + 1}, ${durationText((end - start) * 1_000)}: ${code}`;
    }),
    ...(attempts.length > 1 ? [`Total ${durationText(seconds * 1_000)}, including waits`] : []),
  ];
}

/** One line for each value that is known. */
function labelled(values: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(values).flatMap(([label, value]) => (value === undefined ? [] : [`${label}: ${value}`]));
}

/** Seconds with at most three decimals and no thousands separator. */
function time(seconds: number): string {
  return seconds.toFixed(3);
}
