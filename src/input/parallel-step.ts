import type { Shard } from '../deployment/shard.ts';
import type { Remarks } from '../text/remarks.ts';

/** Bitbucket starts fewer: a greater number is a mistake. */
const MOST_STEPS = 10_000;

/**
 * Reads which part of the plan this parallel step takes.
 * @param step value of BITBUCKET_PARALLEL_STEP
 * @param count value of BITBUCKET_PARALLEL_STEP_COUNT
 * @param remarks about SHARD
 */
export function readShard(step: string | undefined, count: string | undefined, remarks: Remarks): Shard | undefined {
  if (!step || !count) {
    const missing = [step ? '' : 'BITBUCKET_PARALLEL_STEP', count ? '' : 'BITBUCKET_PARALLEL_STEP_COUNT'];
    return remarks.problem(
      `needs ${missing.filter(Boolean).join(' and ')}. Bitbucket sets both only in steps inside \`parallel:\`: ` +
        'pass them under the `variables:` of the pipe, ' +
        'BITBUCKET_PARALLEL_STEP: $BITBUCKET_PARALLEL_STEP and BITBUCKET_PARALLEL_STEP_COUNT: ' +
        '$BITBUCKET_PARALLEL_STEP_COUNT. ' +
        'Or remove SHARD to deploy the whole plan here.',
    );
  }
  const shard = { step: wholeNumber(step), count: wholeNumber(count) };
  if (shard.step === undefined || shard.count === undefined || shard.count === 0) {
    return remarks.problem(
      'cannot be used: BITBUCKET_PARALLEL_STEP must be a whole number from 0, ' +
        `and BITBUCKET_PARALLEL_STEP_COUNT one from 1 to ${MOST_STEPS}. Bitbucket sets both inside ` +
        `\`parallel:\`; remove your own settings of them.`,
    );
  }
  if (shard.step >= shard.count) {
    return remarks.problem(
      `cannot be used: BITBUCKET_PARALLEL_STEP is ${shard.step}, which is not below ` +
        `BITBUCKET_PARALLEL_STEP_COUNT, ${shard.count}. ` +
        'Steps are counted from 0. Bitbucket sets both inside `parallel:`; remove your own settings of them.',
    );
  }
  return { step: shard.step, count: shard.count };
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= MOST_STEPS ? Number(text) : undefined;
}
