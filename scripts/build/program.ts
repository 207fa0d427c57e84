/**
 * The files that the program is made of. The entry reads and checks the variables; the others are loaded where `src/` imports them dynamically: what
 * carries a plan out after the variables are found valid, the rest only when it is wanted. Splitting gains 0.15 × (bare Node = 1) for a validation error.
 */
export const ENTRY = { name: 'main', source: 'src/index.ts' } as const;

export const CHUNKS: Readonly<Record<string, string>> = {
  'carry-out': 'src/run/carry-out.ts',
  reports: 'src/report/publish.ts',
  'deployments-file': 'src/input/deployments-file/specs-from-file.ts',
};

/**
 * Modules of functions that `src/` imports as usual; the program loads them when one of them is called. A success explains no failure: its
 * catalogue and what reads it are 22 kB that most starts do without.
 */
export const LATE: Readonly<Record<string, string>> = { explain: 'src/appsmith/failures/explain.ts' };

/** The file in dist/ that package.json's `bin` names: a few lines that load the entry. */
export const BIN = 'appsmith-deploy.cjs';
