import { expect, test } from '@jest/globals';
import { readVariables } from '../../../src/input/variables.ts';
import { settings } from '../../../src/log/announcement.ts';
import { findings } from '../../support/findings.ts';

const valuesOf = (environment: Record<string, string>) => readVariables(environment, findings().findings).values;

test('all settings are shown, defaults too; secrets are only said to be set', () => {
  const values = valuesOf({
    APP_ID: "['a', 'b']",
    BEARER_TOKEN: 'a-token-0123456789',
    TIMEOUT: '12.5',
    HTTPS_PROXY: 'http://u:p@proxy.example.com:3128',
    HTTP_PROXY: 'u:p@p@proxy.example.com',
    BRANCH: 'fix/a@b',
  });
  const lines = settings(values);
  expect(lines).toEqual(
    expect.arrayContaining([
      'APP_ID: a, b',
      'BRANCH: fix/a@b',
      'HTTPS_PROXY: http://proxy.example.com:3128',
      'HTTP_PROXY: proxy.example.com',
      'BEARER_TOKEN: set (secret)',
      'TIMEOUT: 12.5',
      'MAX_ATTEMPTS: 6',
      'APPSMITH_URL: https://app.appsmith.com',
    ]),
  );
  for (const line of lines) expect(line).toMatch(/^[A-Z_]+: ./);
  expect(lines.join('\n')).not.toMatch(/0123456789|CLIENT_KEY|REPORTS|EXTRA_HEADERS/);
});

test.each([
  ['a curl line', { DEPLOY_ENDPOINT: 'curl -u admin:hunter22 "https://h.example/api/v1/git/deploy/app/a"' }],
  ['a curl line behind a prompt', { DEPLOY_ENDPOINT: '$ curl -u admin:hunter22 https://h.example' }],
  ['PEM', { CA_CERTIFICATE: '-----BEGIN PRIVATE KEY----- hunter22' }],
  ['PEM with words before it', { CLIENT_CERTIFICATE: 'Bag Attributes\n-----BEGIN PRIVATE KEY----- hunter22' }],
  ['base64', { CA_CERTIFICATE: `hunter22${'LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0t'.repeat(7)}` }],
])('%s, which may also hold a secret, is not shown', (_, given) => {
  const values = valuesOf({ APP_ID: 'a', ...given });
  const lines = settings(values);
  expect(lines).toContain(`${Object.keys(given)[0]}: set`);
  expect(lines.join('\n')).not.toContain('hunter22');
});

test('the path of a certificate is shown', () => {
  const values = valuesOf({ APP_ID: 'a', CA_CERTIFICATE: 'team@acme/ca.pem' });
  expect(settings(values)).toContain('CA_CERTIFICATE: team@acme/ca.pem');
});
