/** For `npm run test:network`: the built pipe on its own host, with servers on 80 and 443. Needs root on Debian. */
export default {
  rootDir: '../..',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/test/network/*.test.ts'],
  transform: { '\\.ts$': '<rootDir>/scripts/strip-types.js' },
  globalSetup: '<rootDir>/test/network/support/set-up.ts',
  reporters: ['default', '<rootDir>/test/network/support/table-reporter.ts'],
  // Each file has hosts of its own, and runs some of its rows side by side.
  maxWorkers: 2,
  maxConcurrency: 4,
  testTimeout: 120_000,
};
