import { type Answer, answers, errorRows, failure } from '../../../emulator/index.ts';
import { catalogue, type FailureKey } from '../../../src/appsmith/failures/catalogue.ts';
import { connectionScenes } from './connection-scenes.ts';
import { runIn, type Scene, type Setting } from './scene.ts';

/** What the server answers where Appsmith gives no code of its own. */
const ANSWERS: Partial<Record<FailureKey, Answer>> = {
  'HTTP-401': answers.unauthorized(),
  'GATEWAY-LOGIN': answers['oauth-401'](),
  'HTTP-403': answers['cloudflare-403'](),
  'HTTP-404': answers['nginx-404'](),
  'HTTP-405': answers['caddy-405'](),
  'HTTP-407': answers['transparent-proxy-407'](),
  GATEWAY: answers['nginx-431'](),
  'HTTP-408': { status: 408, body: 'Request Timeout' },
  'HTTP-413': answers['caddy-413'](),
  'HTTP-429': answers['caddy-429'](),
  'HTTP-500': { status: 500 },
  'HTTP-502': answers['caddy-502'](),
  'HTTP-503': answers['load-balancer-503'](),
  'HTTP-504': answers['nginx-504'](),
  'HTTP-511': answers['captive-portal-511'](),
  'HTTP-520': answers['cloudflare-520'](),
  'HTTP-521': answers['cloudflare-521'](),
  'HTTP-522': answers['cloudflare-522'](),
  'HTTP-523': answers['cloudflare-523'](),
  'HTTP-524': answers['cloudflare-524'](),
  'HTTP-525': answers['cloudflare-525'](),
  'HTTP-526': answers['cloudflare-526'](),
  'HTTP-530': answers['cloudflare-530'](),
  HTML: answers['access-login-page'](),
  UNCONFIRMED: { status: 200 },
  CONTRADICTION: answers.deployed({ branchName: 'release' }),
  UNKNOWN: failure({ httpStatus: 400, code: 'AE-NEW-4999', message: 'Something that no version said before' }),
  'TOO-LARGE': { headers: { 'Content-Type': 'application/json' }, body: `{"data":"${'x'.repeat(1_100_000)}"}` },
  ENCODING: { headers: { 'Content-Encoding': 'zstd' }, body: 'not shown' },
  CUT: { ...answers.deployed(), cutAfterBytes: 40 },
  REDIRECT: answers['access-login-redirect'](),
  ECONNRESET: { reset: 'before-headers' },
  TIMEOUT: { hang: true },
};

/** What else a scene needs to be true. */
const MORE: Partial<Record<FailureKey, Setting>> = {
  'AE-GIT-4040': { variables: { BRANCH: 'origin/main' } },
  'AE-APP-5024': { server: { health: 'down' } },
  'AE-APP-4080': { server: { health: 'unhealthy' } },
  TIMEOUT: { variables: { TIMEOUT: '0.5', MAX_ATTEMPTS: '1' } },
};

/** A scene for every entry of the catalogue, in its order. */
export async function failureScenes(): Promise<Scene[]> {
  const others = await connectionScenes();
  return (Object.keys(catalogue) as FailureKey[]).map((key) => {
    const answer = isErrorRow(key) ? answers[key]() : ANSWERS[key];
    if (answer === undefined) {
      const scene = others.find(({ title }) => title === key);
      if (scene === undefined) throw new Error(`No scene of the gallery shows the failure ${key}: add one.`);
      return scene;
    }
    return scene(key, { prepare: (emulator) => emulator.answerAlways(answer), ...MORE[key] });
  });
}

function isErrorRow(key: FailureKey): key is FailureKey & keyof typeof errorRows {
  return Object.hasOwn(errorRows, key);
}

function scene(title: FailureKey, setting: Setting): Scene {
  return { title, expectedExitCode: 1, run: () => runIn(setting) };
}
