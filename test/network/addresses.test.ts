import { expect, test } from '@jest/globals';
import { DEFAULT_APP } from '../../emulator/index.ts';
import { Lab } from './support/lab.ts';
import { BASIC, type Meeting, meet } from './support/meeting.ts';

const { APPSMITH_URL: _, APP_ID: __, ...WITHOUT_ADDRESS } = BASIC;
const ENDPOINT = `https://appsmith.example.com/api/v1/git/deploy/app/${DEFAULT_APP.id}?branchName=main`;

type Case = Pick<Meeting, 'trouble' | 'variables'> & { readonly pathPrefix?: string; readonly host?: string };

const cases: readonly Case[] = [
  { trouble: 'The basic example' },
  { trouble: 'The default port written', variables: { ...BASIC, APPSMITH_URL: 'https://appsmith.example.com:443' } },
  {
    trouble: 'The default port of http written',
    variables: { ...BASIC, APPSMITH_URL: 'http://appsmith.example.com:80' },
  },
  { trouble: 'A slash at the end', variables: { ...BASIC, APPSMITH_URL: 'https://appsmith.example.com/' } },
  { trouble: 'Capital letters', variables: { ...BASIC, APPSMITH_URL: 'HTTPS://Appsmith.Example.COM' } },
  {
    trouble: 'A dot after the name',
    host: 'appsmith.example.com.',
    variables: { ...BASIC, APPSMITH_URL: 'https://appsmith.example.com.' },
  },
  {
    trouble: 'A path prefix',
    pathPrefix: '/apps',
    variables: { ...BASIC, APPSMITH_URL: 'https://appsmith.example.com/apps' },
  },
  { trouble: 'The endpoint, pasted', variables: { ...WITHOUT_ADDRESS, DEPLOY_ENDPOINT: ENDPOINT } },
  {
    trouble: 'The curl line, pasted',
    variables: { ...WITHOUT_ADDRESS, DEPLOY_ENDPOINT: `curl --location --request POST "${ENDPOINT}"` },
  },
];

test.concurrent.each(cases)('$trouble', async ({ pathPrefix = '', host = 'appsmith.example.com', ...meeting }) => {
  await using lab = await Lab.start({ emulator: { pathPrefix } });
  await meet(lab, { ...meeting, chapter: 'Addresses', closing: /^✔ Deployed/, posts: 1 });
  const port = meeting.variables?.['APPSMITH_URL']?.startsWith('http:') ? '80' : '443';
  expect(lab.requests).toMatchObject([{ host, port, sni: port === '80' ? '' : 'appsmith.example.com' }]);
  expect(lab.otherRequests).toEqual([]);
});
