/** For `npm run test:image`: builds the image first, then runs it as Bitbucket does. Needs a container engine. */
export default {
  rootDir: '../..',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/test/image/*.test.ts'],
  transform: { '\\.ts$': '<rootDir>/scripts/strip-types.js' },
  globalSetup: '<rootDir>/test/image/support/build.ts',
  globalTeardown: '<rootDir>/test/image/support/clean-up.ts',
  // Containers share the machine: one after another is as fast, and its log can be read.
  maxWorkers: 1,
  testTimeout: 120_000,
};
