import type { Reading } from '../appsmith/endpoint.ts';
import type { Plan } from '../deployment/deployment.ts';
import type { Shard } from '../deployment/shard.ts';
import type { VariableValues } from '../manifest/variable-values.generated.ts';
import type { Environment } from '../process/host.ts';
import { definedOnly } from '../text/defined-only.ts';
import { clonePath, type Place } from './clone-path.ts';
import { type Connection, readConnection } from './connection/connection.ts';
import type { Context } from './context.ts';
import { type DeploymentSpec, lockKeyOf, makePlan } from './plan.ts';
import { type SpecsReading, specsFromVariables } from './specs.ts';
import { type Notice, type Problem, readVariables, type VariablesReading } from './variables.ts';

/** All that a run needs to know, or all that is wrong. */
export type Preparation =
  | { readonly problems: readonly Problem[]; readonly notices: readonly Notice[]; readonly debug: boolean }
  | Prepared;

export interface Prepared {
  readonly values: VariableValues;
  readonly notices: readonly Notice[];
  readonly plan: Plan;
  /** How many deployments the whole plan has, when only this parallel step's part of it is carried out. */
  readonly planSize: number;
  /** Which part that is, with SHARD. */
  readonly shard?: Shard;
  readonly connection: Connection;
  /** Absolute and inside the clone where reports are wanted. */
  readonly reportDir: string;
  readonly debug: boolean;
}

/**
 * Reads everything that the user gave and checks it together, so that all problems are told at once and nothing is sent before.
 * @param cwd working directory
 * @param mask is told every secret before anything else is done with it
 */
export async function prepare(
  environment: Environment,
  context: Context,
  cwd: string,
  mask: (secrets: readonly string[]) => void,
): Promise<Preparation> {
  const place: Place = { cwd, ...definedOnly({ cloneDir: context.cloneDir }) };
  const reading = readVariables(environment);
  mask(reading.secrets);
  const specs = await readSpecs(reading, context, environment, place);
  mask(specs.secrets);
  const connection = await readConnection(reading, environment, place);
  mask(connection.secrets);
  const reportDir = reportFolder(reading, place);
  const part = await ownPart(specs.specs, reading, context);

  const problems = [
    ...reading.problems,
    ...specs.problems,
    ...connection.problems,
    ...('problem' in reportDir ? [{ variable: 'REPORT_DIR', message: reportDir.problem }] : []),
    ...('problem' in part ? [{ variable: 'SHARD', message: part.problem }] : []),
  ];
  const notices = [...reading.notices, ...specs.notices, ...connection.notices];
  const debug = reading.values.DEBUG;
  if (problems.length > 0 || 'problem' in reportDir || 'problem' in part) return { problems, notices, debug };
  return {
    values: reading.values,
    notices,
    plan: makePlan(part.specs, reading.values),
    planSize: specs.specs.length,
    ...definedOnly({ shard: part.shard }),
    connection: connection.connection,
    reportDir: reportDir.value,
    debug,
  };
}

/** Nothing is asked of the file system where no report is wanted. */
function reportFolder({ values, given }: VariablesReading, place: Place): Reading<string> {
  const wanted = values.REPORTS.length > 0 || given.has('REPORT_DIR');
  return wanted ? clonePath(values.REPORT_DIR, place) : { value: values.REPORT_DIR };
}

/** YAML and its schema are loaded only for a deployments file. */
async function readSpecs(
  reading: VariablesReading,
  context: Context,
  environment: Environment,
  place: Place,
): Promise<SpecsReading> {
  if (reading.values.DEPLOYMENTS_FILE === undefined) return specsFromVariables(reading, context);
  const { specsFromFile } = await import('./deployments-file/specs-from-file.ts');
  return specsFromFile(reading.values.DEPLOYMENTS_FILE, reading, context, environment, place);
}

/** This parallel step's part of the plan; without SHARD all of it. */
async function ownPart(
  specs: readonly DeploymentSpec[],
  { values }: VariablesReading,
  { parallelStep, parallelStepCount }: Context,
): Promise<{ specs: readonly DeploymentSpec[]; shard?: Shard } | { problem: string }> {
  if (!values.SHARD) return { specs };
  const [{ readShard }, { shardOf }] = await Promise.all([
    import('./parallel-step.ts'),
    import('../deployment/shard.ts'),
  ]);
  const shard = readShard(parallelStep, parallelStepCount);
  if ('problem' in shard) return shard;
  const keyed = specs.map((spec) => ({ ...spec, lockKey: lockKeyOf(spec) }));
  return { specs: shardOf(keyed, shard), shard };
}
