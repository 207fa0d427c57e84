import type { Deployment } from '../deployment/deployment.ts';
import { startingWaves } from '../deployment/order.ts';
import type { Closing } from './closing.ts';
import { title } from './deployment-names.ts';

/** What would be deployed, in the order of starting. */
export function* planLines(deployments: readonly Deployment[]): Iterable<string> {
  const waves = startingWaves(deployments);
  const lastOf = new Map<string, string>();
  for (const [at, wave] of waves.entries()) {
    const later = at === 0 ? '' : ' (each starts after the deployments that it depends on)';
    if (waves.length > 1) yield `Wave ${at + 1} of ${waves.length}${later}:`;
    for (const deployment of wave) {
      const { name, app, branch, url, after, lockKey } = deployment;
      const waits = after.length === 0 ? '' : `, after ${after.join(', ')}`;
      const before = lastOf.get(lockKey);
      const lock = before === undefined ? '' : `, when ${before} has ended: it is the same application`;
      lastOf.set(lockKey, name);
      yield `Would deploy ${title(deployment)}application ${app}, branch ${branch}, to ${url}${waits}${lock}.`;
    }
  }
}

/**
 * How a server responded in a dry run. `silent`: not at all; `refused`: it refused the connection; `gateway`: with an
 * error or a login page of a gateway; `impossible`: it cannot be reached with the present settings.
 */
export type ServerAnswer = 'appsmith' | 'silent' | 'refused' | 'gateway' | 'not-appsmith' | 'impossible';

const TOKEN = 'The token was not checked: Appsmith offers no way to do that without deploying.';

/**
 * Says how a dry run ended. A server that does not respond now may do so later, and a gateway may let a deployment
 * through; a server that cannot be reached, or is not Appsmith, is a failure.
 */
export function dryRunVerdict(answers: readonly ServerAnswer[]): Closing {
  const all = answers.length;
  const count = (...kinds: ServerAnswer[]) => answers.filter((answer) => kinds.includes(answer)).length;
  const impossible = count('impossible', 'not-appsmith');
  if (impossible > 0) {
    const where = all === 1 ? '' : ` to ${impossible} of ${all} servers`;
    const why = `for the reason${impossible === 1 ? '' : 's'} above`;
    const isOtherProgram = all === 1 && answers[0] === 'not-appsmith';
    const what = isOtherProgram ? 'what responds is not Appsmith' : `a deployment${where} is impossible, ${why}`;
    return { success: false, lines: [`Dry run: ${what}. Nothing was deployed.`] };
  }
  const some = (number: number) => (all === 1 ? 'The server' : `${number} of ${all} servers`);
  const silent = count('silent', 'refused');
  const gateways = count('gateway');
  const reason = count('silent') === 0 ? ': nothing listens there' : '';
  const sentences = ['Dry run: nothing was deployed.'];
  if (silent > 0) sentences.push(`${some(silent)} did not respond${reason}.`);
  if (gateways > 0) sentences.push(`${some(gateways)} responded, but not as Appsmith does.`);
  if (silent + gateways === 0) sentences.push(all === 1 ? 'The server responded.' : `All ${all} servers responded.`);
  return { success: true, lines: [[...sentences, TOKEN].join(' ')] };
}
