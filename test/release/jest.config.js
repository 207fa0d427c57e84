/** For `npm run test:release`: releases to a local registry and git remote. Needs Debian and a container engine. */
export default {
  rootDir: '../..',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/test/release/*.test.ts'],
  transform: { '\\.ts$': '<rootDir>/scripts/strip-types.js' },
  verbose: true,
  maxWorkers: 1,
  // One release follows another: after the first that fails, the rest says nothing.
  bail: 1,
  testTimeout: 600_000,
};
