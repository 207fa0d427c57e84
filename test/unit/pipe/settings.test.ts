import { expect, test } from '@jest/globals';
import { metadata } from '../../../src/pipe/manifest.ts';
import { settings } from '../../../src/pipe/settings.ts';
import { readVariables } from '../../../src/pipe/variables.ts';

test('what a run works with is told, defaults too, of secrets only that they are there', () => {
  const { values } = readVariables({
    APP_ID: "['a', 'b']",
    BEARER_TOKEN: 'a-token-0123456789',
    TIMEOUT: '12.5',
    HTTPS_PROXY: 'http://u:p@proxy.example.com:3128',
    HTTP_PROXY: 'u:p@p@proxy.example.com',
    BRANCH: 'fix/a@b',
  });
  const lines = settings(values, metadata);
  expect(lines).toEqual(
    expect.arrayContaining([
      'APP_ID: a, b',
      'BRANCH: fix/a@b',
      'HTTPS_PROXY: http://proxy.example.com:3128',
      'HTTP_PROXY: proxy.example.com',
      'BEARER_TOKEN: given, and secret',
      'TIMEOUT: 12.5',
      'MAX_ATTEMPTS: 6',
      'APPSMITH_URL: https://app.appsmith.com',
    ]),
  );
  expect(lines.join('\n')).not.toMatch(/0123456789|CLIENT_KEY|REPORTS|EXTRA_HEADERS/);
});
