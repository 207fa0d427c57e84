import { describe, expect, test } from '@jest/globals';
import { codeInsights } from '../../../src/report/code-insights.ts';
import { htmlReport } from '../../../src/report/html/report.ts';
import { jsonReport } from '../../../src/report/json-report.ts';
import { junitReport } from '../../../src/report/junit-report.ts';
import type { Overview } from '../../../src/report/overview.ts';
import { HOSTILE } from './hostile.ts';
import { about, checked, deployed, findings, skipped } from './runs.ts';

const warnings = findings(1, {
  severity: 'warning',
  rule: 'stray-file',
  path: 'pages/notes.md',
  problem: 'Stray.',
}).map(({ line, column, ...finding }) => finding);

describe('Code Insights', () => {
  const report = (overview: Overview) => codeInsights(overview, about().context);

  test('has an annotation for each finding, at its file and line', () => {
    expect(report(checked([...findings(1), ...warnings]))?.annotations).toEqual([
      {
        external_id: 'conflict-markers-1',
        annotation_type: 'BUG',
        result: 'FAILED',
        severity: 'HIGH',
        path: 'pages/Orders/queries/Q1/metadata.json',
        line: 12,
        summary: 'The file contains Git conflict markers.',
        details: 'Appsmith cannot read the file. What to do: Resolve the conflict.',
      },
      expect.objectContaining({
        external_id: 'stray-file-2',
        severity: 'LOW',
        path: 'pages/notes.md',
        line: undefined,
      }),
    ]);
  });

  test('has at most 1,000', () => {
    expect(report(checked(findings(1_001)))?.annotations).toHaveLength(1_000);
  });

  test('has none where the clone was not checked, or has no problem', () => {
    expect(report(checked([]))?.annotations).toEqual([]);
    expect(report(checked([], [deployed()], { repository: undefined }))?.annotations).toEqual([]);
  });

  test.each([
    ['no problem', [], 'PASSED', 'Appsmith can import the repository: no problems were found.'],
    ['warnings', warnings, 'PASSED', 'Problems in the repository: 0 errors, 1 warning.'],
    ['errors', [...findings(2), ...warnings], 'FAILED', 'Appsmith cannot import the repository: 2 errors, 1 warning.'],
  ])('of a dry run says what was found: %s', (_, found, result, details) => {
    expect(report(checked(found))?.body).toMatchObject({ result, details });
  });

  test.each(Object.entries(HOSTILE))('makes no Markdown or HTML of %s', (_, problem) => {
    const { summary = '' } = report(checked(findings(1, { problem })))?.annotations[0] ?? {};
    expect(summary).not.toMatch(/[<>[\]`]|@(?!\u2060)/);
    expect(summary.length).toBeLessThanOrEqual(450);
  });
});

describe('JUnit', () => {
  test('has a test case for each file with errors, after the deployments', () => {
    const [first] = findings(1);
    const twice = { ...findings(1)[0], problem: 'Another.' } as typeof first;
    const xml = junitReport(checked([first, twice, ...findings(2).slice(1), ...warnings] as never, [skipped()]));
    expect(xml).toContain('tests="3" failures="2" errors="0" skipped="1"');
    expect(xml.match(/<testcase [^>]*>/g)).toEqual([
      expect.stringContaining('classname="appsmith-deploy" name="Orders"'),
      '<testcase classname="appsmith-deploy.repository" name="pages/Orders/queries/Q1/metadata.json" time="0.000">',
      '<testcase classname="appsmith-deploy.repository" name="pages/Orders/queries/Q2/metadata.json" time="0.000">',
    ]);
    expect(xml).toContain('<failure type="conflict-markers" message="The file contains Git conflict markers.">');
    expect(xml).toContain('pages/Orders/queries/Q1/metadata.json:12:1: Another.');
  });
});

describe('HTML', () => {
  test('has a section with the findings of each rule, what Appsmith does and what to do', () => {
    const html = htmlReport(checked([...findings(2), ...warnings]));
    expect(html).toContain('<h1><bdi>Appsmith cannot import the repository</bdi></h1>');
    expect(html.match(/<h3>(Error|Warning)<\/h3>/g)).toHaveLength(2);
    expect(html).toContain('<code><bdi>pages/Orders/queries/Q2/metadata.json:12:1</bdi></code>');
    expect(html).toContain('<code><bdi>pages/notes.md</bdi></code> <bdi>Stray.</bdi>');
  });

  test('shows 100 of many, and how many there are', () => {
    const html = htmlReport(checked(findings(150)));
    expect(html.match(/<li><code>/g)).toHaveLength(100);
    expect(html).toContain('50 more are not shown.');
  });

  test('of a dry run says that nothing was deployed', () => {
    expect(htmlReport(checked(warnings))).toContain('<h1><bdi>Dry run: nothing was deployed</bdi></h1>');
  });

  test('has no section where there is nothing to say', () => {
    expect(htmlReport(checked([], [deployed()]))).not.toContain('<h2>Repository</h2>');
  });
});

describe('every report', () => {
  test('is masked in what comes from the repository', () => {
    const overview = checked(findings(1, { path: 'pages/secret.json', problem: 'secret' }), [], {
      redact: (text) => text.replaceAll('secret', '****'),
    });
    for (const render of [junitReport, htmlReport, jsonReport]) expect(render(overview)).not.toContain('secret');
    expect(JSON.stringify(codeInsights(overview, about().context))).not.toContain('secret');
  });

  test('fails with errors, though no deployment has failed', () => {
    expect([checked(findings(1)).status, checked(warnings).status]).toEqual(['failed', 'nothing']);
  });
});
