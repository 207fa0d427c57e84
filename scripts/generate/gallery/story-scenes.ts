import { DEFAULT_APP, emulatedApp } from '../../../emulator/index.ts';
import { conflict } from '../../../test/support/appsmith-repository/changes.ts';
import { NAMES, placesOf, repository } from '../../../test/support/appsmith-repository/repository.ts';
import { runIn, type Scene, type Setting } from './scene.ts';

const DESIGN = emulatedApp({ name: 'Design system', pullMs: 50 });
const INTAKE = emulatedApp({ name: 'Intake', pullMs: 50 });
const ORDERS = { ...DEFAULT_APP, pullMs: 50 };
/** Slow enough that no duration in a table is shown as nothing. */
const THREE = { apps: [DESIGN, ORDERS, INTAKE], delayMs: 120 };
const NO_TARGET = { APP_ID: undefined, BEARER_TOKEN: undefined };

const MANY: Setting = {
  server: THREE,
  variables: {
    ...NO_TARGET,
    DEPLOYMENTS_FILE: 'appsmith-deployments.yml',
    CONCURRENCY: '1',
    DESIGN_TOKEN: DESIGN.token,
    ORDERS_TOKEN: ORDERS.token,
    INTAKE_TOKEN: INTAKE.token,
  },
  files: {
    'appsmith-deployments.yml': [
      'deployments:',
      `  - { name: Design system, app: ${DESIGN.id}, token: $DESIGN_TOKEN }`,
      `  - { name: Orders, app: ${ORDERS.id}, token: $ORDERS_TOKEN, after: Design system }`,
      `  - { name: Intake, app: ${INTAKE.id}, token: $INTAKE_TOKEN }`,
      '',
    ].join('\n'),
  },
};

/** Runs that end well, and what they tell on the way. */
export const SUCCESSES: readonly Scene[] = [
  scene('A deployment', 0, {}),
  scene('A Git lock that clears', 0, {
    variables: { MAX_ATTEMPTS: '6' },
    prepare: (emulator) => emulator.holdLock({ attempts: 2 }),
  }),
  scene('A slow deployment', 0, { server: { apps: [{ ...DEFAULT_APP, pullMs: 16_000 }] } }),
  scene('A dry run', 0, { variables: { DRY_RUN: 'true' } }),
  scene('Many deployments', 0, MANY),
  scene('A dry run of many deployments', 0, { ...MANY, variables: { ...MANY.variables, DRY_RUN: 'true' } }),
  scene('The part of a parallel step', 0, {
    ...MANY,
    variables: { ...MANY.variables, SHARD: 'true', BITBUCKET_PARALLEL_STEP: '1', BITBUCKET_PARALLEL_STEP_COUNT: '2' },
  }),
  scene('A deployment with warnings', 0, {
    variables: {
      BEARER_TOKEN: `Bearer ${DEFAULT_APP.token}`,
      BITBUCKET_REPO_FULL_NAME: 'acme/customers',
      TOKEN: 'x',
    },
  }),
];

/** Several deployments of which not all succeed. */
export const MIXED: readonly Scene[] = [
  scene('One deployment fails, another is skipped because of it', 1, {
    ...MANY,
    variables: { ...MANY.variables, DESIGN_TOKEN: `wrong-${DESIGN.token.slice(0, 40)}` },
  }),
  scene('Two fail for the same reason', 1, {
    ...MANY,
    variables: { ...MANY.variables, DESIGN_TOKEN: INTAKE.token, INTAKE_TOKEN: DESIGN.token },
  }),
  scene('Interrupted', 143, {
    ...MANY,
    stoppedAtRequest: 1,
    prepare: (emulator) => emulator.answerAlways({ hang: true }),
  }),
];

/** Commits that Appsmith cannot import: nothing is sent, exit code 2. */
export const REFUSED: readonly Scene[] = [
  scene('A commit that Appsmith cannot import', 2, {
    variables: { BITBUCKET_BRANCH: 'main', BITBUCKET_COMMIT: '3f2a1b9c0d4e5f60718293a4b5c6d7e8f9012345' },
    files: brokenRepository(),
  }),
];

/** Variables and files that are wrong: nothing is sent, exit code 2. */
export const INVALID: readonly Scene[] = [
  scene('No variables', 2, { variables: { ...NO_TARGET, APPSMITH_URL: undefined, BRANCH: undefined } }),
  scene('A variable that Bitbucket did not replace', 2, { variables: { BEARER_TOKEN: '$APPSMITH_TOKEN' } }),
  scene('A build of a tag, without a branch', 2, { variables: { BRANCH: undefined, BITBUCKET_TAG: '1.4.0' } }),
  scene('Values of the wrong kind', 2, {
    variables: { TIMEOUT: '5 minutes', MAX_ATTEMPTS: '0', DRY_RUN: 'perhaps', REPORTS: 'pdf', BRANCH: 'a branch' },
  }),
  scene('An address without a scheme', 2, { variables: { APPSMITH_URL: 'appsmith.example.com' } }),
  scene('A curl line with its token', 2, {
    variables: {
      APPSMITH_URL: undefined,
      APP_ID: undefined,
      DEPLOY_ENDPOINT: `curl --location --request POST 'https://appsmith.example.com/api/v1/git/deploy/app/${DEFAULT_APP.id}?branchName=main' --header 'Authorization: Bearer ${DEFAULT_APP.token}'`,
    },
  }),
  scene('Lists of different lengths', 2, {
    variables: { APP_ID: `['${ORDERS.id}', '${INTAKE.id}', '${DESIGN.id}']`, BRANCH: "['main', 'release']" },
  }),
  scene('A file that is no certificate, a key without its certificate, a SOCKS proxy', 2, {
    variables: { CA_CERTIFICATE: 'ca.pem', CLIENT_KEY: 'client.key', HTTPS_PROXY: 'socks5://proxy.example.com:1080' },
    files: {
      'ca.pem': 'Ask the network team.\n',
      'client.key': '-----BEGIN PRIVATE KEY-----\nMC4CAQ==\n-----END PRIVATE KEY-----\n',
    },
  }),
  scene('Files that do not exist', 2, {
    variables: { CA_CERTIFICATE: 'ca.pem', CLIENT_CERTIFICATE: 'client.pem', CLIENT_KEY: 'client.key' },
  }),
  scene('A deployments file with mistakes', 2, {
    variables: { ...NO_TARGET, DEPLOYMENTS_FILE: 'appsmith-deployments.yml' },
    files: {
      'appsmith-deployments.yml': [
        'deployments:',
        '  - name: Orders',
        '    app: 660427bb3927480dc0720914',
        '    brunch: main',
        '    token: $ORDERS_TOKEN',
        '  - name: Intake',
        '    app: 660427bb3927480dc0720915',
        '    token: $INTAKE_TOKEN',
        '    after: Order',
        '',
      ].join('\n'),
    },
  }),
];

/** Two queries with a conflict, one that was edited by hand, and a file that Appsmith has no use for. */
function brokenRepository(): Readonly<Record<string, string>> {
  const files = repository();
  const { query, queryBody, jsBody } = placesOf(NAMES);
  conflict(files, queryBody);
  conflict(files, jsBody);
  files.set(query, (files.get(query) ?? '').replace(',\n', '\n'));
  files.set('pages/notes.md', 'Remember the milk.\n');
  return Object.fromEntries(files);
}

function scene(title: string, expectedExitCode: number, setting: Setting): Scene {
  return { title, expectedExitCode, run: () => runIn(setting) };
}
