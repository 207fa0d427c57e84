// `node scripts/run.cjs NAME [ARGUMENT…]` runs a task with Node 24; the arguments go to its last command.
// Plain CommonJS that any Node can read: the one that npm finds first may be too old.
'use strict';
const { spawn } = require('node:child_process');
const { existsSync } = require('node:fs');
const { delimiter, dirname, join } = require('node:path');

const JEST = 'node --experimental-vm-modules node_modules/jest/bin/jest.js';
const BUILD = 'node scripts/build/build.ts';
const CHECKS = ['tsc', 'biome ci --error-on-warnings .', 'knip'];

const TASKS = {
  build: [BUILD],
  test: [...CHECKS, 'node scripts/generate/generate.ts --check', BUILD, `${JEST} --coverage --max-workers=2`],
  'test:quick': [...CHECKS, `${JEST} test/unit --max-workers=2`],
  types: ['tsc'],
  lint: CHECKS.slice(1),
  jest: [JEST],
  generate: [BUILD, 'node scripts/generate/gallery/write.ts', 'node scripts/generate/generate.ts'],
  demo: [BUILD, 'node scripts/demo.ts'],
  emulator: [BUILD, 'node emulator/main.ts'],
  'test:image': [`${JEST} --config test/image/jest.config.js`],
  'test:faults': [BUILD, `${JEST} --config test/faults/jest.config.js`],
  'test:network': [BUILD, `${JEST} --config test/network/jest.config.js`],
  'test:peers': [`${JEST} --config test/peers/jest.config.js`],
  'test:release': ['node scripts/rehearsal/run.ts'],
  'test:browser': [`${JEST} --config test/browser/jest.config.js`],
  'test:night': [`${JEST.replace('node', 'node --env-file=test/night.env')} test/unit`],
  'test:mutation': ['stryker run test/mutation/stryker.config.json'],
  bench: ['node scripts/bench/bench.ts'],
  screenshot: ['node scripts/report-screenshot.ts'],
  'release:prepare': ['node scripts/release/prepare.ts'],
  'release:check': ['node scripts/release/check.ts'],
  rename: ['node scripts/release/rename.ts'],
};

/** What is said before a task that takes a while. */
const ABOUT = {
  test: 'types, lint, generated files, the build, all tests with coverage: about 5 minutes on two cores',
  'test:quick': 'types, lint, unit tests: about a minute on two cores',
};

const { versions, platform, arch, execPath } = process;
const MODULES = join(__dirname, '..', 'node_modules');

/** This Node, or the one that `npm ci` brings along. */
function rightNode() {
  if (Number(versions.node.split('.')[0]) >= 24) return execPath;
  const windows = platform === 'win32';
  const brought = join(MODULES, `node-${windows ? 'win' : platform}-${arch}`, 'bin', windows ? 'node.exe' : 'node');
  return existsSync(brought) ? brought : undefined;
}

function run(steps, env) {
  if (steps.length === 0) return;
  const [command, ...args] = steps[0];
  const child = spawn(command, args, { stdio: 'inherit', env, shell: platform === 'win32' });
  const stop = (signal) => child.kill(signal);
  process.on('SIGTERM', stop).on('SIGINT', stop);
  child.on('exit', (code, signal) => {
    process.off('SIGTERM', stop).off('SIGINT', stop);
    if (code === 0) run(steps.slice(1), env);
    else process.exitCode = code === null ? 1 : code;
    if (signal !== null) process.kill(process.pid, signal);
  });
}

const [name, ...more] = process.argv.slice(2);
const node = rightNode();
if (!Object.keys(TASKS).includes(name)) {
  console.error(`There is no task ${name}. Tasks: ${Object.keys(TASKS).join(', ')}.`);
  process.exitCode = 1;
} else if (node === undefined) {
  console.error(
    `appsmith-deploy needs Node 24 or newer, this is ${versions.node}: ` +
      (platform === 'darwin'
        ? 'install it from nodejs.org.'
        : 'run `npm ci`, which brings it along for Linux and Windows.'),
  );
  process.exitCode = 1;
} else {
  if (ABOUT[name] !== undefined) console.error(`npm run ${name}: ${ABOUT[name]}.`);
  const steps = TASKS[name].map((step) => step.split(' '));
  steps[steps.length - 1].push(...more);
  const path = [dirname(node), join(MODULES, '.bin'), process.env.PATH].join(delimiter);
  run(steps, Object.assign({}, process.env, { PATH: path }));
}
