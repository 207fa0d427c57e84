import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readContext } from '../../../../src/input/context.ts';
import { metadata } from '../../../../src/manifest/manifest.ts';
import { htmlReport } from '../../../../src/report/html/report.ts';
import { anyText, HOSTILE } from '../hostile.ts';
import { attempts, BUILD, deployed, failed, failure, LOCKED, MIXED_RUN, overview, skipped } from '../runs.ts';

// How it looks and whether a browser and a screen reader get on with it is shown in test/browser/.

const page = (...given: Parameters<typeof overview>) => htmlReport(overview(...given));
const mixed = () => page(MIXED_RUN.results, MIXED_RUN);
const headline = (html: string) => /<h1><bdi>(.*?)<\/bdi>/.exec(html)?.[1];

describe('the outcome', () => {
  test.each([
    [[deployed({ name: 'Orders' })], {}, 'Orders is deployed'],
    [[failed({ name: 'Orders' })], {}, 'Orders was not deployed'],
    [[failed({ name: 'Orders' }, failure({ outcome: 'not-confirmed' }))], {}, 'Orders is not confirmed'],
    [[deployed(), deployed()], {}, 'All 2 deployments succeeded'],
    [[deployed(), failed()], {}, '1 of 2 deployed, 1 failed'],
    [
      [deployed(), failed(), failed({}, failure({ outcome: 'not-confirmed' }))],
      {},
      '1 of 3 deployed, 1 failed, 1 not confirmed',
    ],
    [[deployed(), failed(), skipped()], {}, '1 of 3 deployed, 1 failed, 1 skipped'],
    [
      [failed(), skipped()],
      { interruptedBy: 'SIGTERM' },
      'Interrupted by SIGTERM: 0 of 2 deployed, 1 failed, 1 skipped',
    ],
    [[], {}, 'Nothing to deploy in this step'],
  ])('%# reads well', (results, given, text) => {
    const html = page(results, given);
    expect(headline(html)).toBe(text);
    expect(html).toContain(`<title>${text}</title>`);
  });

  test('is counted, in an own tile where it is not known', () => {
    const tiles = (html: string) =>
      Array.from(
        html.matchAll(/<dt>(.*?)<\/dt><dd class="\w*">(.*?)<\/dd>/g),
        ([, label, value]) => `${label} ${value}`,
      );
    expect(tiles(mixed()).slice(0, 4)).toEqual(['Deployed 3', 'Failed 1', 'Not confirmed 1', 'Skipped 1']);
    expect(tiles(page([failed()])).slice(0, 3)).toEqual(['Deployed 0', 'Failed 1', 'Skipped 0']);
  });

  test('is shown with the time and the duration', () => {
    expect(mixed()).toContain(
      '<time datetime="2026-11-24T13:41:30.500Z">24 Nov 2026, 13:41:30 UTC</time></span><span>took 72 s</span>',
    );
  });
});

describe('the build', () => {
  test('is linked, and its commit', () => {
    const html = mixed();
    expect(html).toContain(
      '<a href="https://bitbucket.org/acme/orders/pipelines/results/128" rel="noreferrer noopener">Build #128</a>',
    );
    expect(html).toContain(
      `<a href="https://bitbucket.org/acme/orders/commits/${BUILD.BITBUCKET_COMMIT}" ` +
        'rel="noreferrer noopener"><code>1a2b3c4d5e6f</code></a>',
    );
    expect(html).toContain('Branch <code>main</code>');
  });

  test('is named as far as Bitbucket names it', () => {
    const context = readContext({
      BITBUCKET_TAG: 'v1',
      BITBUCKET_DEPLOYMENT_ENVIRONMENT: 'staging',
      BITBUCKET_PARALLEL_STEP: '0',
      BITBUCKET_PARALLEL_STEP_COUNT: '3',
    });
    const html = page([deployed()], {}, { context });
    expect(html).toContain('<bdi>Appsmith deployment · staging · parallel step 0 of 3, counted from 0</bdi>');
    expect(html).toContain('Tag <code>v1</code>');
    expect(html).not.toContain('Build #');
    expect(page([deployed()], {}, { context: readContext({ BITBUCKET_PARALLEL_STEP: '2' }) })).toContain(
      '· parallel step 2</bdi>',
    );
  });

  test('only addresses of the web become links', () => {
    const context = { ...readContext(BUILD), buildUrl: 'javascript:alert(1)', commitUrl: 'data:text/html,' };
    const html = page([failed({}, failure())], {}, { context });
    expect(html).toContain('Build #128');
    expect(html).toContain('Commit <code>');
    expect(html).not.toMatch(/<a href="(?:javascript|data):/);
  });

  test('has the server as a link, one without TLS as well, where all have the same', () => {
    const server = (url: string) => /<span class="long">Server (.*?)<\/span>/.exec(page([deployed({ url })]))?.[1];
    expect(server('https://h.example.com/tools')).toBe(
      '<a href="https://h.example.com/tools" rel="noreferrer noopener"><bdi>h.example.com/tools</bdi></a>',
    );
    expect(server('http://10.0.0.7:8080')).toContain('<a href="http://10.0.0.7:8080" ');
    expect(server('javascript:alert(1)')).toBe('<bdi>javascript:alert(1)</bdi>');
    expect(mixed()).not.toContain('<span class="long">Server ');
  });
});

describe('failures', () => {
  test('say what happened, what to do, and in whose words', () => {
    const html = mixed();
    expect(html).toContain('<p class="title">Appsmith does not know the branch <code>AE-APP-4027</code></p>');
    expect(html).toContain('<li>Check the spelling of release/2026.11 in BRANCH: ');
    expect(html).toContain('<b>The server says</b><bdi>Unable to find application');
    expect(html).toContain('<span>X-Request-Id <code>7d3f1f0e-2f6e-4a53-9a0c-4e1d6a9b0c11</code></span>');
    expect(html).toContain('<span>X-Appsmith-Request-Id <code>0c9f6a52-77aa-4d39-8a5e-bb0a4b8f6f10</code></span>');
    expect(html).toContain(
      `<a href="${metadata.failuresUrl}ae-app-4027" rel="noreferrer noopener">More about this failure</a>`,
    );
    expect(html).toContain('<li>The new version may be live, or still being deployed: ');
  });

  test('of which the outcome is not known say where to look, for what, and since when', () => {
    const why = failure({
      title: 'No complete response in time',
      key: 'TIMEOUT',
      code: 'TIMEOUT',
      outcome: 'not-confirmed',
    });
    const run = { startedAt: new Date('2026-11-24T13:41:30.500Z') };
    const html = page([failed({ branch: 'release' }, why, attempts([[2, 62]], why))], run);
    expect(html).toContain('</svg>Not confirmed</span>');
    expect(html).toContain('<p class="title">Not confirmed: No complete response in time <code>TIMEOUT</code></p>');
    expect(html).toContain('branch <code>release</code>, on <a href="https://appsmith.example.com"');
    expect(html).toContain(
      'check in Appsmith when the application was last deployed. If that was after ' +
        '<time datetime="2026-11-24T13:41:32.500Z">24 Nov 2026, 13:41:32 UTC</time>, this deployment is done.</li>',
    );
    expect(html.match(/last deployed/g)).toHaveLength(1);
    expect(page([failed({}, why, [])], run)).toContain('that was after <time datetime="2026-11-24T13:41:30.500Z">');
    expect(page([failed()])).not.toMatch(/Not confirmed|last deployed/);
  });

  test('have the code behind the one that explains it, as in the log', () => {
    const html = page([failed({}, failure({ key: 'TLS-CA', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }))]);
    expect(html).toContain('<p class="title">Token not accepted <code>TLS-CA: DEPTH_ZERO_SELF_SIGNED_CERT</code></p>');
    expect(html).toContain('<a href="#failure-1"><code>TLS-CA: DEPTH_ZERO_SELF_SIGNED_CERT</code></a>');
  });

  test('have no backticks: what is between two is set as code', () => {
    const why = failure({ advice: ['In the deployments file BEARER_TOKEN is `token`.', 'A single ` stays.'] });
    const html = page([failed({}, why)]);
    expect(html).toContain('<li>In the deployments file BEARER_TOKEN is <code>token</code>.</li>');
    expect(html).toContain('<li>A single ` stays.</li>');
  });

  test('have further observations, if any', () => {
    expect(page([failed({}, failure({ detail: 'Its certificate ended yesterday.' }))])).toContain(
      '<b>Also seen</b><bdi>Its certificate ended yesterday.</bdi>',
    );
    expect(page([failed()])).not.toMatch(/Also seen|The server says|Request-Id/);
  });

  test('are linked from the table', () => {
    const html = mixed();
    expect(html).toContain('<article class="card" id="failure-1">\n<h3><bdi>Intake</bdi>');
    expect(html).toContain('<a href="#failure-1"><code>AE-APP-4027</code></a>');
    expect(html).toContain('<a href="#failure-2"><code>TIMEOUT</code></a>');
  });

  test('are not mentioned where there are none', () => {
    expect(page([deployed()])).not.toContain('What to do');
  });

  test('beyond a hundred are in the table only', () => {
    const html = page(Array.from({ length: 130 }, (_, index) => failed({ name: `Region ${index}` })));
    expect(html.match(/<article/g)).toHaveLength(100);
    expect(html).toContain('30 more failed: the table below has their codes, appsmith-deploy.json the details.');
    expect(html.match(/<span class="sub"><code>HTTP-401<\/code>/g)).toHaveLength(30);
  });
});

describe('the table', () => {
  test('has a row for each deployment, in order', () => {
    const names = Array.from(mixed().matchAll(/<th scope="row"><bdi>(.*?)<\/bdi>/g), ([, name]) => name);
    expect(names).toEqual(MIXED_RUN.results.map(({ deployment }) => deployment.name));
  });

  test('names the server of each, as a link, only where there are several', () => {
    expect(mixed()).toContain(
      'on <code>main</code>, <a href="https://us.appsmith.example.com" rel="noreferrer noopener">' +
        '<bdi>us.appsmith.example.com</bdi></a></span>',
    );
    expect(page([deployed(), deployed()])).not.toContain('on <code>main</code>, ');
  });

  test('says when each was deployed', () => {
    const at = (deployedAt: string) => page([{ ...deployed(), receipt: { deployedAt } }]);
    expect(at('2024-03-05T10:15:30.123456Z')).toContain(
      '</svg>Deployed</span><span class="sub">' +
        '<time datetime="2024-03-05T10:15:30.123Z">5 Mar 2024, 10:15:30 UTC</time></span>',
    );
    expect(page([{ ...deployed(), receipt: {} }])).toContain('</svg>Deployed</span></td>');
    expect(at('soon')).toContain('</svg>Deployed</span><span class="sub"><bdi>soon</bdi></span>');
  });

  test.each([
    ['a success', [deployed()], ['deployed']],
    ['a failure', [failed()], ['failed attempt']],
    [
      'a success after a failed attempt',
      [
        deployed(
          {},
          attempts(
            [
              [0, 1],
              [2, 3],
            ],
            LOCKED,
          ),
        ),
      ],
      ['deployed', 'failed attempt', 'wait before the next'],
    ],
  ])('explains of its bars only those of %s that it shows', (_, results, words) => {
    const legend = /<p class="legend".*?<\/p>/.exec(page(results))?.[0] ?? '';
    expect(Array.from(legend.matchAll(/<\/svg>([^<]+)/g), ([, text]) => text)).toEqual(words);
  });

  test('says why something was skipped', () => {
    expect(mixed()).toContain('Skipped</span><span class="sub">Intake was not deployed</span>');
  });
});

describe('the page is closed in itself', () => {
  test('its policy allows its own style and nothing else', () => {
    const html = mixed();
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(html).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; ` +
        'img-src data:; base-uri &#39;none&#39;; form-action &#39;none&#39;"',
    );
    expect(html).not.toMatch(/<script|\sstyle="|\son[a-z]+="|@import|url\(|src="/);
  });

  test.each(Object.entries(HOSTILE))('%s in every text adds no element and no attribute', (_what, text) => {
    const shape = (value: string) => {
      const why = failure({
        code: value,
        title: value,
        advice: [value],
        serverMessage: value,
        detail: value,
        requestId: value,
        serverRequestId: value,
      });
      const given = { name: value, app: value, branch: value, url: value };
      const context = readContext(
        Object.fromEntries(
          [...Object.keys(BUILD), 'BITBUCKET_DEPLOYMENT_ENVIRONMENT', 'BITBUCKET_TAG'].map((name) => [name, value]),
        ),
      );
      const html = page(
        [
          { ...deployed(given), receipt: { applicationName: value, deployedAt: value } },
          failed(given, why),
          skipped(given, value),
        ],
        {},
        { context },
      );
      expect(html).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\ufffe\uffff\u202a-\u202e\u2066-\u2069]/);
      // What is between backticks in a sentence is set as code, whoever wrote it.
      const plain = html.replaceAll(/<\/?code>/g, '');
      return Array.from(plain.matchAll(/<\/?[a-z!][^\s>]*|\s[a-z-]+="/gi), ([found]) => found).join('');
    };
    expect(shape(text)).toBe(shape('plain'));
  });

  test('no text can open an element', () => {
    const tags = (html: string) => html.match(/</g)?.length;
    const plain = tags(page([failed({ name: 'x' })]));
    fc.assert(
      fc.property(anyText, (name) => {
        expect(tags(page([failed({ name })]))).toBe(plain);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a thousand deployments', () => {
  test('stay under 1.6 MB, even when each was tried six times and failed', () => {
    const six = attempts(
      [
        [0, 2],
        [5, 7],
        [12, 14],
        [24, 26],
        [46, 48],
        [88, 90],
      ],
      LOCKED,
      LOCKED,
    );
    const results = Array.from({ length: 1_000 }, (_, index) =>
      failed(
        { name: `Region ${index} of the whole world`, url: `https://region-${index}.appsmith.example.com` },
        LOCKED,
        six,
      ),
    );
    expect(Buffer.byteLength(page(results))).toBeLessThan(1_600_000);
  });
});
