import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { defaultNames, namesOfParts } from '../../../src/input/plan.ts';
import { holds } from '../../support/property.ts';

describe('names for deployments without one', () => {
  const of = (...texts: string[]) =>
    defaultNames(
      texts.map((text) => {
        const [app = '', branch = '', url = ''] = text.split(' ');
        return { app, branch, url };
      }),
    );

  test.each([
    [
      ['a main https://h', 'b main https://h'],
      ['a', 'b'],
    ],
    [
      ['a main https://h', 'a dev https://h', 'b main https://h'],
      ['a (main)', 'a (dev)', 'b'],
    ],
    [
      ['a main https://h', 'a main https://i/p', 'a dev https://h'],
      ['a (main) @ h', 'a (main) @ i/p', 'a (dev)'],
    ],
    [
      ['a main http://h', 'a main https://h'],
      ['a (main) @ http://h', 'a (main) @ https://h'],
    ],
  ])('%j are %j', (texts, names) => {
    expect(of(...texts)).toEqual(names);
  });

  test('are unique for whatever differs', () => {
    const one = fc.tuple(
      fc.constantFrom('a', 'b'),
      fc.constantFrom('x', 'y'),
      fc.constantFrom('http://h', 'https://h', 'https://i'),
    );
    holds(fc.uniqueArray(one, { selector: String }), (deployments) => {
      const names = of(...deployments.map((each) => each.join(' ')));
      expect(new Set(names).size).toBe(deployments.length);
    });
  });
});

test.each([
  ['variables', false, undefined, 'APPSMITH_URL APP_ID BRANCH BEARER_TOKEN TIMEOUT'],
  [
    'a pasted endpoint',
    false,
    ['url', 'app', 'branch'],
    'DEPLOY_ENDPOINT DEPLOY_ENDPOINT DEPLOY_ENDPOINT BEARER_TOKEN TIMEOUT',
  ],
  ['an endpoint and BRANCH', false, ['url', 'app'], 'DEPLOY_ENDPOINT DEPLOY_ENDPOINT BRANCH BEARER_TOKEN TIMEOUT'],
  ['a deployments file', true, undefined, '`url` `app` `branch` `token` `timeout`'],
  ['an endpoint in it', true, ['url', 'app'], '`endpoint` `endpoint` `branch` `token` `timeout`'],
] as const)('the parts of a deployment from %s have its names', (_, fromFile, pasted, names) => {
  expect(Object.values(namesOfParts(fromFile, pasted)).join(' ')).toBe(names);
});
