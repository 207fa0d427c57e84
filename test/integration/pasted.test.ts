import { describe, expect, test } from '@jest/globals';
import { runMain } from '../support/run-main.ts';

const ID = '660427bb3927480dc0720914';
const SECRET = 's3cretpw99';
const ENDPOINT = `https://appsmith.example.com/api/v1/git/deploy/app/${ID}?branchName=main`;
const NEW_TOKEN = 'it is no longer secret: generate a new token';

type Pasted = Readonly<Record<string, string>>;

/** The log of a run that must be refused, without a secret in it. */
async function refusal(pasted: Pasted): Promise<string> {
  const others = {
    APPSMITH_URL: 'https://appsmith.example.com',
    APP_ID: ID,
    BRANCH: 'main',
    BEARER_TOKEN: 'x'.repeat(40),
  };
  const given =
    pasted['DEPLOY_ENDPOINT'] === undefined
      ? { ...others, ...pasted }
      : { BEARER_TOKEN: others.BEARER_TOKEN, ...pasted };
  const run = await runMain({ DEBUG: 'true', ...given });
  expect({ exitCode: run.exitCode, log: run.log }).toEqual({ exitCode: 2, log: run.log });
  expect(run.log).not.toContain(SECRET);
  return run.log.replaceAll(/\n\s+/g, ' ');
}

describe('a command', () => {
  const CURL = `$(curl -H "X-Api-Key: ${SECRET}" https://x)`;

  test.each([
    'APP_ID',
    'APPSMITH_URL',
    'BRANCH',
    'DEPLOY_ENDPOINT',
    'HTTPS_PROXY',
    'REPORT_DIR',
    'DEPLOYMENTS_FILE',
    'CA_CERTIFICATE',
    'TIMEOUT',
    'NO_PROXY',
    'REPORTS',
  ])('in %s is not repeated', async (name) => {
    const log = await refusal({ [name]: CURL });
    expect(log).toContain('holds a command, $(…), which was not replaced: no shell runs here. Run it in the script');
  });

  test.each<Pasted>([
    { BRANCH: `a${CURL}` },
    { BRANCH: `\`curl -H "X-Api-Key: ${SECRET}"\`` },
    { BRANCH: `a$(echo${SECRET})` },
    { DEPLOY_ENDPOINT: `${ENDPOINT}$(echo${SECRET})` },
    { APP_ID: `OUT=${CURL}` },
  ])('inside a value is not repeated: %j', async (pasted) => {
    await refusal(pasted);
  });

  test.each<Pasted>([
    { DEPLOY_ENDPOINT: `OUT=$(curl -H "Authorization: Bearer ${SECRET}" -X POST "${ENDPOINT}")` },
    { DEPLOY_ENDPOINT: `$(curl -X POST "${ENDPOINT}" --header Authorization:Bearer\\ ${SECRET})` },
    { APPSMITH_URL: `$(curl "${ENDPOINT}" -H "Authorization: Bearer ${SECRET}")` },
  ])('that is the curl line in $( ) is asked for without it, and its token is replaced: %j', async (pasted) => {
    const log = await refusal(pasted);
    expect(log).toContain('Set DEPLOY_ENDPOINT to the curl line alone, without $( ).');
    expect(log).toContain(`It contains a token. If it was committed, ${NEW_TOKEN}`);
  });

  test('in APP_ID is a whole endpoint, whose token is replaced', async () => {
    const log = await refusal({ APP_ID: `$(curl "${ENDPOINT}" -H "Authorization: Bearer ${SECRET}")` });
    expect(log).toContain('is a whole endpoint.');
    expect(log).toContain(NEW_TOKEN);
  });

  test('without a token says nothing of one', async () => {
    const log = await refusal({
      DEPLOY_ENDPOINT: `RESPONSE=$(curl -s -X POST "${ENDPOINT}" -H "Authorization: Bearer $T")`,
    });
    expect(log).toContain('without $( ).');
    expect(log).not.toContain('It contains a token');
  });
});
