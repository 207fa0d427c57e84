/** For `npm run test:browser`: opens reports in the machine's own Chromium, which it does not install. */
export default {
  rootDir: '../..',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/test/browser/*.test.ts'],
  transform: { '\\.ts$': '<rootDir>/scripts/strip-types.js' },
  testTimeout: 60_000,
};
