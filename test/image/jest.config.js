/** For `npm run test:image`: builds the image first, then runs it as Bitbucket does. Needs a container engine. */
export default {
  rootDir: '../..',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/test/image/*.test.ts'],
  transform: { '\\.ts$': './scripts/strip-types.js' },
  globalSetup: './test/image/support/build.ts',
  // Containers share the machine: one after another is as fast, and its log can be read.
  maxWorkers: 1,
  testTimeout: 120_000,
};
