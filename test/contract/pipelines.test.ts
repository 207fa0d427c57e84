import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { bitbucketErrors, describeWithSchema } from '../support/bitbucket/schema.ts';

const text = readFileSync('bitbucket-pipelines.yml', 'utf8');
interface Step {
  readonly step: { readonly deployment?: string; readonly script: readonly string[] };
}
const { definitions, pipelines } = parse(text) as {
  definitions: { caches: Record<string, string> };
  pipelines: {
    default: Step[];
    'pull-requests': Record<string, Step[]>;
    custom: Record<string, (Step | { parallel: Step[] })[]>;
  };
};
const customSteps = (name: string) =>
  (pipelines.custom[name] ?? []).flatMap((item) => ('parallel' in item ? item.parallel : [item]));

describeWithSchema('our own pipelines', () => {
  test("are valid by Bitbucket's schema", () => {
    expect(bitbucketErrors(text)).toEqual([]);
  });
});

describe('our own pipelines', () => {
  test('test every branch and every pull request', () => {
    expect(pipelines.default.map(({ step }) => step.script)).toEqual([['npm ci && npm test']]);
    expect(pipelines['pull-requests']['**']).toEqual(pipelines.default);
  });

  test('run what takes a night, release and scan only when they are asked to', () => {
    expect(Object.keys(pipelines.custom)).toEqual(['release', 'night', 'rescan']);
    expect(customSteps('night').map(({ step }) => step.script)).toEqual([
      ['npm ci && npm run test:night'],
      ['npm ci && npm run test:mutation'],
    ]);
  });

  test('show the secrets of a release to no step but the one that publishes', () => {
    const steps = Object.keys(pipelines.custom).flatMap(customSteps);
    expect(steps.flatMap(({ step }) => step.deployment ?? [])).toEqual(['production']);
    expect(customSteps('release')[1]?.step.deployment).toBe('production');
    // The tests run code of all dependencies: it must find nothing worth taking.
    expect(customSteps('release')[1]?.step.script.join('\n')).not.toMatch(/npm (?:ci|test|run)/);
  });

  test("keep npm's downloads for the next run, not node_modules, which `npm ci` deletes at once", () => {
    const used = [...text.matchAll(/caches: \[(.*)\]/g)].map(([, names]) => names);
    expect(new Set(used)).toEqual(new Set(['npm']));
    expect(definitions.caches).toEqual({ npm: '~/.npm' });
    expect(used).toHaveLength(text.match(/- npm ci/g)?.length ?? 0);
  });

  test('use no tool without its version', () => {
    const scripts = text + readFileSync('scripts/release/steps/common.sh', 'utf8');
    const tools = scripts.match(/\S*(?:binfmt|moby\/buildkit|cosign\/cosign|anchore\/grype)[^"}\s]*/g) ?? [];
    expect(tools).toHaveLength(4);
    expect(tools.filter((image) => !/:[\w-]*v\d+\.\d+\.\d+$/.test(image))).toEqual([]);
    expect(scripts).not.toContain(':latest');
  });
});
