import { expect, test } from '@jest/globals';
import { namesOfParts } from '../../../src/input/names-of-parts.ts';

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
