/** For `npm run test:faults`: the built pipe against real servers and proxies that break things. Needs Debian. */
export default {
  rootDir: '../..',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/test/faults/*.test.ts'],
  transform: { '\\.ts$': '<rootDir>/scripts/strip-types.js' },
  globalSetup: '<rootDir>/test/faults/support/set-up.ts',
  reporters: ['default', '<rootDir>/test/faults/support/table-reporter.ts'],
  // Each file has servers of its own. Most of the time everybody waits, so there may be more of them than processors.
  maxWorkers: 4,
  testTimeout: 60_000,
};
