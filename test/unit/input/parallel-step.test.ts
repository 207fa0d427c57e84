import { describe, expect, test } from '@jest/globals';
import * as parallelStep from '../../../src/input/parallel-step.ts';
import { reading } from '../../support/findings.ts';

const readShard = (step?: string, count?: string) => reading((remarks) => parallelStep.readShard(step, count, remarks));

describe('what Bitbucket says of a parallel step', () => {
  test.each([
    ['0', '1', { step: 0, count: 1 }],
    ['2', '3', { step: 2, count: 3 }],
    ['9999', '10000', { step: 9_999, count: 10_000 }],
  ])('step %s of %s', (step, count, shard) => {
    expect(readShard(step, count)).toEqual({ value: shard });
  });

  test.each([
    [
      undefined,
      undefined,
      /^needs BITBUCKET_PARALLEL_STEP and BITBUCKET_PARALLEL_STEP_COUNT\. .* `parallel:`: pass them .*remove SHARD/,
    ],
    ['', '', /^needs BITBUCKET_PARALLEL_STEP and BITBUCKET_PARALLEL_STEP_COUNT\./],
    [undefined, '3', /^needs BITBUCKET_PARALLEL_STEP\. /],
    ['0', undefined, /^needs BITBUCKET_PARALLEL_STEP_COUNT\. /],
    ['3', '3', /BITBUCKET_PARALLEL_STEP is 3, which is not below BITBUCKET_PARALLEL_STEP_COUNT, 3\./],
    ['7', '3', /BITBUCKET_PARALLEL_STEP is 7, .*Steps are counted from 0\..*remove your own settings of them\.$/],
    ['0', '0', /whole number/],
    ['-1', '3', /whole number/],
    ['1.5', '3', /whole number/],
    ['1', '3.0', /whole number/],
    ['0x1', '3', /whole number/],
    [' 1', '3', /whole number/],
    ['one', '3', /whole number/],
    ['1', '10001', /one from 1 to 10000/],
    ['1', '99999999999999999999', /whole number/],
    ['١', '3', /whole number/],
  ])('step %j of %j is refused with what to do', (step, count, problem) => {
    expect(readShard(step, count)).toEqual({ problem: expect.stringMatching(problem) });
  });
});
