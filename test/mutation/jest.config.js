import common from '../../jest.config.js';

/**
 * The tests that Stryker runs against each mutant: by default the quick ones that lie beside what is changed. MUTATION_TESTS='{unit,integration}/**' takes
 * all that need no built program, for what only a whole run shows; every mutant costs some 10 s then.
 */
const { MUTATION_TESTS = 'unit/{deployment,appsmith,pipe}/**' } = process.env;

export default {
  ...common,
  rootDir: process.cwd(), // Stryker's copy of the project
  testMatch: [`<rootDir>/test/${MUTATION_TESTS}/*.test.ts`],
};
