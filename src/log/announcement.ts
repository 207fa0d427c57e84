import type { Prepared } from '../input/prepare.ts';
import { metadata } from '../manifest/manifest.ts';
import type { VariableValues } from '../manifest/variable-values.generated.ts';
import { printable } from '../text/printable.ts';
import { title } from './deployment-names.ts';

/** The first line of a log: the version, and what the pipe is about to do. */
export function announcement(prepared: Announced): string {
  return `appsmith-deploy ${metadata.version}: ${intention(prepared)}.`;
}

/** Says why there is nothing to do: for a parallel step, or at all. */
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
  const pace = concurrency === 1 ? 'one at a time' : `at most ${concurrency} at a time`;
  if (part !== undefined || length > 1)
    return `starting ${part ?? `${length} deployments`}${length > 1 ? `, ${pace}` : ''}`;
  return `deploying ${title(first)}application ${first.app}, branch ${first.branch}, to ${first.url}`;
}

function stepText(shard: Announced['shard']): string {
  return `parallel step ${Number(shard?.step) + 1} of ${shard?.count} (BITBUCKET_PARALLEL_STEP=${shard?.step})`;
}

/** Longest value that is shown, in characters. */
const MOST_SHOWN = 200;

/** Those of a proxy, with a scheme before them or without. Short ones are nothing that could be masked in text. */
const CREDENTIALS = /(?<=^|\/\/)[^/\s]*@/;

/**
 * Texts that may hold a secret beside what they are for: other credentials of a curl line, a key in the same PEM. A
 * path is shown.
 */
const MORE_THAN_MEANT: Readonly<Record<string, RegExp>> = {
  DEPLOY_ENDPOINT: /curl/i,
  CA_CERTIFICATE: /-----|^.{200}/s,
  CLIENT_CERTIFICATE: /-----|^.{200}/s,
};

/** What a run works with, a line for each variable that has a value or a default; of a secret only that it is there. */
export function settings(values: VariableValues): string[] {
  return metadata.variables.flatMap(({ name, secret }) => {
    const text = [values[name as keyof VariableValues] ?? []].flat().join(', ');
    if (text === '') return [];
    if (secret) return [`${name}: set (secret)`];
    if (MORE_THAN_MEANT[name]?.test(text)) return [`${name}: set`];
    const shown = name.endsWith('_PROXY') ? text.replace(CREDENTIALS, '') : text;
    return [`${name}: ${printable(shown, MOST_SHOWN)}`];
  });
}
