import { ModuleMocker } from 'jest-mock';

/** What the tests get for `@jest/globals` outside of Jest. */
export { expect } from 'expect';
export { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'jest-circus';

/** Spies; the tests have no need of Jest's clock. */
export const jest = new ModuleMocker(globalThis);
