import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DEFAULT_APP } from '../emulator/app.ts';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';

/** One run of the built pipe, and its expected end. */
interface Scene {
  readonly title: string;
  readonly token: string;
  /** Attempts that the server refuses because somebody else has the Git lock. */
  readonly lockedAttempts: number;
  readonly expectedExitCode: number;
  readonly expectedRequests: number;
}

const PIPE = fileURLToPath(new URL('../dist/appsmith-deploy.cjs', import.meta.url));
const RUN_LIMIT_MS = 60_000;

const SCENES: readonly Scene[] = [
  {
    title: 'A deployment',
    token: DEFAULT_APP.token,
    lockedAttempts: 0,
    expectedExitCode: 0,
    expectedRequests: 1,
  },
  {
    title: 'Somebody else has the Git lock: it clears after two attempts',
    token: DEFAULT_APP.token,
    lockedAttempts: 2,
    expectedExitCode: 0,
    expectedRequests: 3,
  },
  {
    title: 'A wrong token: expected to fail, and to say why',
    token: DEFAULT_APP.token.split('').reverse().join(''),
    lockedAttempts: 0,
    expectedExitCode: 1,
    expectedRequests: 1,
  },
];

if (existsSync(PIPE)) {
  process.exitCode = (await demo()) ? 0 : 1;
} else {
  console.error('dist/appsmith-deploy.cjs is missing. Build it first: npm run build');
  process.exitCode = 1;
}

/** Plays all scenes; true when each ended as it should. */
async function demo(): Promise<boolean> {
  await using emulator = await startEmulator({ apps: [{ ...DEFAULT_APP, pullMs: 400 }] });
  console.log(
    `An emulated Appsmith listens on ${emulator.url}. The built pipe now deploys to it, as it would in a step,\n` +
      `but with RETRY_DELAY 0.5 instead of 5: waits are short.`,
  );
  let asExpected = 0;
  for (const [at, scene] of SCENES.entries()) {
    console.log(`\n── ${at + 1} of ${SCENES.length} · ${scene.title}\n`);
    if (await play(scene, emulator)) asExpected += 1;
  }
  console.log(`\n${asExpected} of ${SCENES.length} ended as they should.`);
  console.log('Next: npm run emulator, which prints commands to paste.');
  return asExpected === SCENES.length;
}

async function play(scene: Scene, emulator: Emulator): Promise<boolean> {
  const requestsBefore = emulator.deployRequests.length;
  const deploymentsBefore = emulator.deployments.length;
  if (scene.lockedAttempts > 0) emulator.holdLock({ attempts: scene.lockedAttempts });
  const exitCode = await runPipe(emulator.url, scene.token);
  const requests = emulator.deployRequests.length - requestsBefore;
  const deployed = emulator.deployments.length - deploymentsBefore;
  const expectedDeployed = scene.expectedExitCode === 0 ? 1 : 0;
  console.log(
    `\n→ ${verdict('exit code', exitCode, scene.expectedExitCode)}; ` +
      `${verdict('requests received', requests, scene.expectedRequests)}; ` +
      `${verdict('applications deployed', deployed, expectedDeployed)}.`,
  );
  return exitCode === scene.expectedExitCode && requests === scene.expectedRequests && deployed === expectedDeployed;
}

function verdict(what: string, seen: number | string, expected: number): string {
  return `${what} ${seen}, ${seen === expected ? 'as expected' : `but ${expected} was expected`}`;
}

/**
 * Runs the built pipe with nothing in its environment but what Bitbucket would give it; its output goes straight
 * through.
 */
async function runPipe(url: string, token: string): Promise<number | string> {
  const child = spawn(process.execPath, [PIPE], {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: RUN_LIMIT_MS,
    env: {
      ...onlyPath(),
      APPSMITH_URL: url,
      APP_ID: DEFAULT_APP.id,
      BRANCH: 'main',
      BEARER_TOKEN: token,
      RETRY_DELAY: '0.5',
      BITBUCKET_BRANCH: 'main',
      BITBUCKET_BUILD_NUMBER: '42',
      BITBUCKET_COMMIT: '9f2c1e7ab4d05c3388b1f6d7e2a490cc51d3e8f0',
      BITBUCKET_REPO_FULL_NAME: 'acme/orders',
      BITBUCKET_REPO_SLUG: 'orders',
      BITBUCKET_WORKSPACE: 'acme',
    },
  });
  const [exitCode, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return exitCode ?? `(ended by ${signal})`;
}

/** The child must find nothing of this shell but its PATH. */
function onlyPath(): { readonly PATH?: string } {
  const { PATH } = process.env;
  return PATH === undefined ? {} : { PATH };
}
