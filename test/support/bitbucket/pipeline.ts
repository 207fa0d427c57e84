import { parse } from 'yaml';

/** A use of a pipe in a script. */
export interface PipeUse {
  readonly pipe: string;
  readonly variables?: Readonly<Record<string, string | readonly string[]>>;
}

/** A step of bitbucket-pipelines.yml, as far as it matters for a pipe. */
export interface Step {
  readonly name?: string;
  readonly deployment?: string;
  readonly script: readonly (string | PipeUse)[];
  /** Runs after the script, however it ended. */
  readonly 'after-script'?: readonly (string | PipeUse)[];
  readonly artifacts?: readonly string[];
  readonly 'output-variables'?: readonly string[];
}

/** A step with its place in a group of parallel ones. */
export interface PlacedStep {
  readonly step: Step;
  readonly parallel?: { readonly index: number; readonly count: number };
}

type Item = { readonly step: Step } | { readonly parallel: readonly Item[] | { readonly steps: readonly Item[] } };
type Pipelines = Readonly<Record<string, readonly Item[] | Readonly<Record<string, readonly Item[]>>>>;

/**
 * The steps of one pipeline, in order.
 * @param path its place under `pipelines:`, for example `branches.main` or `default`
 * @throws Error when there is no such pipeline
 */
export function stepsOf(configuration: string, path: string): PlacedStep[] {
  const { pipelines } = parse(configuration) as { pipelines: Pipelines };
  const [kind = '', name] = path.split('.');
  const found = pipelines[kind];
  const items = name === undefined ? found : (found as Readonly<Record<string, readonly Item[]>> | undefined)?.[name];
  if (!Array.isArray(items)) throw new Error(`There is no pipeline ${path}.`);
  return (items as readonly Item[]).flatMap((item): PlacedStep[] => {
    if ('step' in item) return [{ step: item.step }];
    const group = 'steps' in item.parallel ? item.parallel.steps : item.parallel;
    return group.map((each, index) => {
      if (!('step' in each)) throw new Error('Parallel steps are not nested.');
      return { step: each.step, parallel: { index, count: group.length } };
    });
  });
}
