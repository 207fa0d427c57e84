import { describe, expect, test } from '@jest/globals';
import { type Answer, answers, errorRows, startEmulator } from '../../emulator/index.ts';
import { variablesFor } from '../support/environment.ts';
import { runMain } from '../support/run-main.ts';

type Name = keyof typeof answers;

/**
 * What is given only where nothing was deployed: Appsmith's own refusals, 4xx of a gateway, and what a CDN or a network
 * gives before it passes a request on.
 */
const REFUSALS: readonly Name[] = [
  ...(Object.keys(errorRows) as (keyof typeof errorRows)[]).filter((code) => code !== 'AE-APP-5040'),
  'unauthorized',
  'csrf-text',
  'csrf-json',
  'unsupported-content-type',
  'unknown-branch',
  'git-internal',
  'caddy-405',
  'caddy-413',
  'caddy-429',
  'nginx-400-certificate',
  'nginx-400-https',
  'nginx-404',
  'nginx-414',
  'nginx-431',
  'load-balancer-463',
  'aws-gateway-403',
  'cloudfront-403',
  'gateway-401',
  'oauth-401',
  'basic-401',
  'kong-429',
  'azure-front-door-403',
  'akamai-403',
  'transparent-proxy-407',
  'captive-portal-511',
  'cloudflare-403',
  'cloudflare-525',
  'cloudflare-526',
];

/** What may be given although Appsmith has taken the request, and deployed: whatever is no refusal. */
const AMBIGUOUS = (Object.keys(answers) as Name[]).filter((name) => name !== 'deployed' && !REFUSALS.includes(name));

/** What becomes of a good answer on its way. */
const BROKEN: Readonly<Record<string, Answer>> = {
  'a connection that is reset before the answer': { reset: 'before-headers' },
  'a connection that is reset in the answer': { ...answers.deployed(), reset: 'mid-body' },
  'an answer that ends early': { ...answers.deployed(), cutAfterBytes: 40 },
  'an answer without its body': { ...answers.deployed(), cutAfterBytes: 0 },
  'silence until the time is over': { hang: true },
  'headers that are too large': { ...answers.deployed(), headers: { 'X-Large': 'x'.repeat(17_000) } },
  'a body that is too large': {
    headers: { 'Content-Type': 'application/json' },
    body: `{"data":"${'x'.repeat(1_100_000)}"}`,
  },
  'an answer that claims to be compressed': { ...answers.deployed(), headers: { 'Content-Encoding': 'gzip' } },
  'the answer of another branch': answers.deployed({ branchName: 'release' }),
  'a status that nobody knows': { status: 299, body: 'x' },
};

async function headlineOf(answer: Answer) {
  await using emulator = await startEmulator();
  emulator.answerAlways(answer);
  const { log, exitCode } = await runMain(variablesFor(emulator, { MAX_ATTEMPTS: '1', TIMEOUT: '1' }));
  expect(exitCode).toBe(1);
  return { headline: /^✖ (Not \w+): /m.exec(log)?.[1], deployments: emulator.deployments.length };
}

const made = (name: Name) => (answers[name] as () => Answer)();

describe('the headline is never less careful than what Appsmith did', () => {
  test.each(REFUSALS)('%s is a refusal, and nothing was deployed', async (name) => {
    expect(await headlineOf(made(name))).toEqual({ headline: 'Not deployed', deployments: 0 });
  });

  test.each(AMBIGUOUS)('%s may come after a deployment, and confirms none', async (name) => {
    expect(await headlineOf({ ...made(name), afterDeploying: true })).toEqual({
      headline: 'Not confirmed',
      deployments: 1,
    });
  });

  test.each(Object.entries(BROKEN))('%s confirms no deployment, though there was one', async (_, answer) => {
    expect(await headlineOf({ ...answer, afterDeploying: true })).toEqual({
      headline: 'Not confirmed',
      deployments: 1,
    });
  });
});
