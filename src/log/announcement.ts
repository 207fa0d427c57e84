import type { Prepared } from '../input/prepare.ts';
import { metadata } from '../manifest/manifest.ts';
import type { VariableValues } from '../manifest/variable-values.generated.ts';
import { printable } from '../text/printable.ts';
import { title } from './deployment-names.ts';

/** The first line of a log: the version, and what the pipe is about to do. */
export function announcement(prepared: Announced): string {
  return `appsmith-deploy ${metadata.version}: ${intention(prepared)}.`;
}

/** Says why there is nothing to deploy, in this parallel step or at all. */
export function nothingToDo({ planSize, shard }: Announced): string {
  if (planSize === 0) return 'Every deployment is disabled: nothing was deployed.';
  const none = planSize === 1 ? 'The only deployment is not' : `None of the ${planSize} deployments is`;
  return `${none} assigned to ${stepText(shard)}.`;
}

type Announced = Pick<Prepared, 'plan' | 'planSize' | 'shard' | 'values'>;

function intention({ plan, planSize, shard, values }: Announced): string {
  const { deployments, concurrency } = plan;
  const [first] = deployments;
  const { length } = deployments;
  if (first === undefined) return 'nothing to deploy in this step';
  const part = length < planSize ? `${length} of ${planSize} deployments, the part of ${stepText(shard)}` : undefined;
  if (values.DRY_RUN) return `dry run${part === undefined ? '' : ` of ${part}`}, nothing will be deployed`;
  if (length > 1) {
    const pace = concurrency === 1 ? 'one at a time' : `at most ${concurrency} at a time`;
    return `starting ${part ?? `${length} deployments`}, ${pace}`;
  }
  if (part !== undefined) return `starting ${part}`;
  return `deploying ${title(first)}application ${first.app}, branch ${first.branch}, to ${first.url}`;
}

function stepText(shard: Announced['shard']): string {
  return `parallel step ${Number(shard?.step) + 1} of ${shard?.count} (BITBUCKET_PARALLEL_STEP=${shard?.step})`;
}

/** Longest value that is shown, in characters. */
const MOST_SHOWN = 200;

/** The credentials in a proxy's address, with or without a scheme. The redactor does not mask very short ones. */
const CREDENTIALS = /(?<=^|\/\/)[^/\s]*@/;

/** Values that are not shown, since they may also hold a secret: a curl line has other headers, a PEM file a key. */
const NOT_SHOWN: Readonly<Record<string, RegExp>> = {
  DEPLOY_ENDPOINT: /curl/i,
  CA_CERTIFICATE: /-----|^.{200}/s,
  CLIENT_CERTIFICATE: /-----|^.{200}/s,
};

/** A line for each variable with a value or a default. A secret is only said to be set. */
export function settings(values: VariableValues): string[] {
  return metadata.variables.flatMap(({ name, secret }) => {
    const value = values[name as keyof VariableValues] ?? '';
    const text = Array.isArray(value) ? value.join(', ') : String(value);
    if (text === '') return [];
    if (secret) return [`${name}: set (secret)`];
    if (NOT_SHOWN[name]?.test(text)) return [`${name}: set`];
    const shown = name.endsWith('_PROXY') ? text.replace(CREDENTIALS, '') : text;
    return [`${name}: ${printable(shown, MOST_SHOWN)}`];
  });
}
