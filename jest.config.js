/** Jest in ESM mode: run it through `npm run jest`, which passes --experimental-vm-modules. */
export default {
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/image/',
    '<rootDir>/test/faults/',
    '<rootDir>/test/browser/',
  ],
  transform: { '\\.ts$': './scripts/strip-types.js' },
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts'],
  coverageThreshold: { global: { lines: 100, branches: 100 } },
  testTimeout: 20_000,
};
