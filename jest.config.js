/** A night with FAST_CHECK_RUNS=10000 takes its time. */
const { FAST_CHECK_RUNS = '100' } = process.env;

/** Jest in ESM mode: run it through `npm run jest`, which passes --experimental-vm-modules. */
export default {
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/image/',
    '<rootDir>/test/release/',
    '<rootDir>/test/faults/',
    '<rootDir>/test/network/',
    '<rootDir>/test/peers/',
    '<rootDir>/test/browser/',
  ],
  modulePathIgnorePatterns: ['<rootDir>/mutation/'], // the copies that Stryker works on
  transform: { '\\.ts$': './scripts/strip-types.js' },
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts'],
  coverageThreshold: { global: { lines: 100, branches: 100 } },
  testTimeout: 20_000 * Math.max(1, Number(FAST_CHECK_RUNS) / 100),
};
