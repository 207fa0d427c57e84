import fc from 'fast-check';

/** How often a property is tried: 100 times; `npm run test:night` sets FAST_CHECK_RUNS to 10,000 (test/night.env). */
const RUNS = Number(process.env['FAST_CHECK_RUNS'] ?? 100);

/** Checks that a property holds for whatever the arbitraries make. */
export function holds<T extends [unknown, ...unknown[]]>(
  ...args: [...arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> }, predicate: (...values: T) => void]
): void {
  fc.assert(fc.property(...args), { numRuns: RUNS });
}

/** As `holds`, for a predicate that takes its time. */
export function holdsAsync<T extends [unknown, ...unknown[]]>(
  ...args: [...arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> }, predicate: (...values: T) => Promise<void>]
): Promise<void> {
  return fc.assert(fc.asyncProperty(...args), { numRuns: RUNS });
}
