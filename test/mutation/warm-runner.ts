import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import type { MutantCoverage } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { configureGlobal } from 'fast-check';
import { Hanging } from './attempt.ts';
import { TestFile } from './test-file.ts';

/** The tests that judge: all that need no built program, of what is mutated. */
const { MUTATION_TESTS = '{unit/{deployment,appsmith,http,input,log,redaction,repository,run},integration}/**' } =
  process.env;

/**
 * Where so many unit tests pass through a place, they alone judge it: runs of the whole pipe take long, and pass
 * through nearly every place.
 */
const ENOUGH_UNIT_TESTS = 30;

/** In Stryker's copy of the project, for the processes that follow the first. */
const DURATIONS_FILE = 'test-durations.json';

/** What the instrumented sources look for under `__stryker__`. */
interface Instrumentation {
  activeMutant?: string;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: MutantCoverage;
}

/** What to run, and whom to tell. */
interface Watch {
  readonly isWanted: (id: string) => boolean;
  /** Sources note which test they are passed through by only where this asks for it: it takes time. */
  readonly onStart?: (id: string) => void;
  /** @returns whether to go on */
  readonly onEnd: (test: TestResult) => boolean;
}

/**
 * Loads sources and tests once, and runs the tests of each mutant in the same process, fast ones first, up to the first
 * failure: milliseconds, where Jest takes seconds. It can, since no module of `src/` has state.
 */
class WarmRunner implements TestRunner {
  readonly #instrumentation: Instrumentation = {};
  #files: readonly TestFile[] = [];
  /** How long each test takes without a mutant, in ms. */
  #durations: Readonly<Record<string, number>> = {};
  /** Whether a test hangs in this process, and may interfere with others. */
  #spoilt = false;

  capabilities() {
    return { reloadEnvironment: false };
  }

  async init(): Promise<void> {
    Object.assign(globalThis, { __stryker__: this.#instrumentation });
    process.env['FAST_CHECK_RUNS'] ??= '20';
    // The same values for each mutant, and no search for a simpler counterexample.
    configureGlobal({ seed: 1, endOnFailure: true });
    process.on('uncaughtException', () => undefined); // left behind by a mutant that is judged already
    const globals = new URL('jest-globals.ts', import.meta.url).href;
    registerHooks({
      resolve: (specifier, context, next) => next(specifier === '@jest/globals' ? globals : specifier, context),
    });
    const files: TestFile[] = [];
    for (const path of globSync(`test/${MUTATION_TESTS}/*.test.ts`).toSorted()) files.push(await TestFile.load(path));
    this.#files = files;
    // What a test would load on demand is loaded before any mutant is active, too.
    for (const path of globSync('src/{deployment,appsmith,http,input,log,redaction,repository,run}/**/*.ts'))
      await import(pathToFileURL(path).href);
    if (existsSync(DURATIONS_FILE)) this.#durations = JSON.parse(readFileSync(DURATIONS_FILE, 'utf8'));
  }

  async dryRun(): Promise<DryRunResult> {
    const tests: TestResult[] = [];
    await this.#run({
      isWanted: () => true,
      onStart: (id) => {
        this.#instrumentation.currentTestId = id;
      },
      onEnd: (test) => {
        this.#instrumentation.currentTestId = undefined;
        return tests.push(test) > 0;
      },
    });
    writeFileSync(DURATIONS_FILE, JSON.stringify(Object.fromEntries(tests.map((test) => [test.id, test.timeSpentMs]))));
    const { mutantCoverage } = this.#instrumentation;
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage && { mutantCoverage }) };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }: MutantRunOptions): Promise<MutantRunResult> {
    if (this.#spoilt) throw new Error('Stryker starts another process when a run throws.');
    const all = testFilter ?? this.#files.flatMap(({ ids }) => ids);
    const ofUnits = all.filter((id) => id.startsWith('test/unit/'));
    const wanted = new Set(ofUnits.length < ENOUGH_UNIT_TESTS ? all : ofUnits);
    const tests: TestResult[] = [];
    Object.assign(this.#instrumentation, { activeMutant: activeMutant.id, hitLimit, hitCount: hitLimit && 0 });
    await this.#run({
      isWanted: (id) => wanted.has(id),
      onEnd: (test) => tests.push(test) > 0 && !this.#spoilt && (disableBail || test.status !== TestStatus.Failed),
    });
    if (this.#spoilt) return { status: MutantRunStatus.Timeout };
    const timeout = determineHitLimitReached(this.#instrumentation.hitCount, hitLimit);
    return toMutantRunResult(timeout ?? { status: DryRunStatus.Complete, tests }, disableBail);
  }

  async #run({ isWanted, onStart, onEnd }: Watch): Promise<void> {
    for (const file of this.#quickestFirst(isWanted)) {
      const goesOn = await file.run({
        isWanted,
        limitMs: (id) => 2_000 + 4 * (this.#durations[id] ?? 5_000),
        onStart: (id) => onStart?.(id),
        onEnd: (id, timeSpentMs, error) => {
          this.#spoilt ||= error instanceof Hanging;
          const test = { id, name: id, fileName: file.path, timeSpentMs };
          return onEnd(
            error === undefined
              ? { ...test, status: TestStatus.Success }
              : { ...test, status: TestStatus.Failed, failureMessage: inspect(error) },
          );
        },
      });
      if (!goesOn) return;
    }
  }

  #quickestFirst(isWanted: (id: string) => boolean): TestFile[] {
    const durationMs = (file: TestFile) =>
      file.ids.filter(isWanted).reduce((sum, id) => sum + (this.#durations[id] ?? 0), 0);
    return this.#files
      .map((file) => ({ file, ms: durationMs(file) }))
      .toSorted((one, other) => one.ms - other.ms)
      .map(({ file }) => file);
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'warm', WarmRunner)];
