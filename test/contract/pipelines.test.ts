import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { bitbucketErrors, describeWithSchema } from '../support/bitbucket/schema.ts';

const text = readFileSync('bitbucket-pipelines.yml', 'utf8');
const { pipelines } = parse(text) as {
  pipelines: {
    default: { step: { script: string[] } }[];
    'pull-requests': Record<string, { step: { script: string[] } }[]>;
    custom: Record<string, { step: { deployment?: string; script: string[] } }[]>;
  };
};

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

  test('release and scan only when they are asked to', () => {
    expect(Object.keys(pipelines.custom)).toEqual(['release', 'rescan']);
  });

  test('show the secrets of a release to no step but the one that publishes', () => {
    const steps = Object.values(pipelines.custom).flat();
    expect(steps.map(({ step }) => step.deployment)).toEqual([undefined, 'production', undefined]);
    // The tests run code of all dependencies: it must find nothing worth taking.
    expect(pipelines.custom['release']?.[1]?.step.script.join('\n')).not.toMatch(/npm (?:ci|test|run)/);
  });

  test('use no tool without its version', () => {
    const tools = text.match(/\S*(?:binfmt|cosign\/cosign|anchore\/grype)[^"}\s]*/g) ?? [];
    expect(tools).toHaveLength(3);
    expect(tools.filter((image) => !/:[\w-]*v\d+\.\d+\.\d+$/.test(image))).toEqual([]);
    expect(text).not.toContain(':latest');
  });
});
