import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { relative } from 'node:path';
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
const { MUTATION_TESTS = '{unit/{deployment,appsmith,pipe},integration}/**' } = process.env;

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

/**
 * Loads sources and tests once, and runs the tests of each mutant in the same process, quick ones first, up to the first that fails. Jest would load all anew
 * for each mutant and run each test: seconds instead of milliseconds. No module of `src/` keeps state, so that a mutant leaves nothing to the next.
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
    if (existsSync(DURATIONS_FILE)) this.#durations = JSON.parse(readFileSync(DURATIONS_FILE, 'utf8'));
  }

  async dryRun(): Promise<DryRunResult> {
    const tests: TestResult[] = [];
    await this.#run(
      () => true,
      (test) => tests.push(test) > 0,
    );
    writeFileSync(DURATIONS_FILE, JSON.stringify(Object.fromEntries(tests.map((test) => [test.id, test.timeSpentMs]))));
    const { mutantCoverage } = this.#instrumentation;
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage && { mutantCoverage }) };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    if (this.#spoilt) throw new Error('Stryker starts another process when a run throws.');
    const { activeMutant, testFilter, hitLimit, disableBail } = options;
    const isOfUnit = hasUnitTest(options.sandboxFileName);
    const wanted = testFilter && new Set(testFilter);
    const tests: TestResult[] = [];
    Object.assign(this.#instrumentation, { activeMutant: activeMutant.id, hitLimit, hitCount: hitLimit && 0 });
    await this.#run(
      (id) => (wanted?.has(id) ?? true) && (!isOfUnit || id.startsWith('test/unit/')),
      (test) => tests.push(test) > 0 && !this.#spoilt && (disableBail || test.status !== TestStatus.Failed),
    );
    if (this.#spoilt) return { status: MutantRunStatus.Timeout };
    const timeout = determineHitLimitReached(this.#instrumentation.hitCount, hitLimit);
    return toMutantRunResult(timeout ?? { status: DryRunStatus.Complete, tests }, disableBail);
  }

  async #run(isWanted: (id: string) => boolean, onEnd: (test: TestResult) => boolean): Promise<void> {
    for (const file of this.#quickestFirst(isWanted)) {
      const goesOn = await file.run({
        isWanted,
        limitMs: (id) => 2_000 + 4 * (this.#durations[id] ?? 5_000),
        onStart: (id) => {
          this.#instrumentation.currentTestId = id;
        },
        onEnd: (id, timeSpentMs, error) => {
          this.#instrumentation.currentTestId = undefined;
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

/** Sources with a unit test of their own are judged by the unit tests alone: runs of the whole pipe take long, and pass through nearly everything. */
function hasUnitTest(source: string): boolean {
  return existsSync(relative(process.cwd(), source).replace(/^src(.*)\.ts$/, 'test/unit$1.test.ts'));
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'warm', WarmRunner)];
