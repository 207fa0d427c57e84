import { pathToFileURL } from 'node:url';
import { getState, resetState } from 'jest-circus';
import { attempt } from './attempt.ts';

type Block = ReturnType<typeof getState>['rootDescribeBlock'];
type Test = Block['tests'][number];
type HookType = Block['hooks'][number]['type'];

/** Watches a run. */
export interface Run {
  readonly isWanted: (id: string) => boolean;
  /** How long to wait for a test. */
  readonly limitMs: (id: string) => number;
  readonly onStart: (id: string) => void;
  /** @returns whether the tests that are left are to be run, too */
  readonly onEnd: (id: string, ms: number, error?: unknown) => boolean;
}

/** The tests of one file, loaded once and run as often as wanted. */
export class TestFile {
  readonly path: string;
  readonly ids: readonly string[];
  readonly #root: Block;

  private constructor(path: string, root: Block) {
    this.path = path;
    this.#root = root;
    this.ids = tests(root).map((test) => this.#id(test));
  }

  static async load(path: string): Promise<TestFile> {
    resetState();
    await import(pathToFileURL(path).href);
    return new TestFile(path, getState().rootDescribeBlock);
  }

  /** @returns whether the tests of other files are to be run, too */
  run(run: Run): Promise<boolean> {
    return this.#runBlock(this.#root, run);
  }

  async #runBlock(block: Block, run: Run): Promise<boolean> {
    if (!tests(block).some((test) => run.isWanted(this.#id(test)))) return true;
    await runHooks(block, 'beforeAll');
    try {
      for (const child of block.children) {
        const goesOn = child.type === 'test' ? await this.#runTest(child, run) : await this.#runBlock(child, run);
        if (!goesOn) return false;
      }
      return true;
    } finally {
      await runHooks(block, 'afterAll');
    }
  }

  async #runTest(test: Test, run: Run): Promise<boolean> {
    const id = this.#id(test);
    if (test.mode === 'skip' || !run.isWanted(id)) return true;
    run.onStart(id);
    const start = performance.now();
    try {
      await attempt(() => callWithHooks(test), run.limitMs(id));
    } catch (error) {
      return run.onEnd(id, performance.now() - start, error);
    }
    return run.onEnd(id, performance.now() - start);
  }

  #id(test: Test): string {
    const [, ...blocks] = ancestors(test).toReversed();
    return [this.path, ...blocks.map(({ name }) => name), test.name].join(' > ');
  }
}

function tests(block: Block): Test[] {
  return block.children.flatMap((child) => (child.type === 'test' ? child : tests(child)));
}

/** Innermost first. */
function ancestors(test: Test): Block[] {
  const blocks: Block[] = [];
  for (let block: Block | undefined = test.parent; block !== undefined; block = block.parent) blocks.push(block);
  return blocks;
}

async function callWithHooks(test: Test): Promise<void> {
  const blocks = ancestors(test);
  try {
    for (const block of blocks.toReversed()) await runHooks(block, 'beforeEach');
    await call(test.fn);
  } finally {
    for (const block of blocks) await runHooks(block, 'afterEach');
  }
}

async function runHooks(block: Block, type: HookType): Promise<void> {
  for (const hook of block.hooks) if (hook.type === type) await call(hook.fn);
}

async function call(fn: unknown): Promise<void> {
  await (fn as () => unknown)();
}
