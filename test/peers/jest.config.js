/** For `npm run test:peers`: compares with Atlassian's own toolkit. Needs python3 with venv, and a container engine. */
export default {
  rootDir: '../..',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/test/peers/*.test.ts'],
  transform: { '\\.ts$': '<rootDir>/scripts/strip-types.js' },
  globalSetup: '<rootDir>/test/peers/support/set-up.ts',
  maxWorkers: 1,
  verbose: true, // the list of what agrees is what this is for
  testTimeout: 600_000,
};
