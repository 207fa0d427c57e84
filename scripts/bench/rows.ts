import type { Candidate } from './candidate.ts';
import type { Row, Sample } from './measure.ts';
import type { Timer } from './timer.ts';

/** Wall time only: of whatever is no Node. */
export function timed(candidate: Candidate, { time }: Timer): Row {
  return row(candidate, async () => ({ wallMs: (await time(candidate)).wallMs }));
}

/** A run of its own tells CPU and memory: what reports them takes a millisecond. */
export function timedAndUsed(candidate: Candidate, timer: Timer): Row {
  return row(candidate, async () => ({
    ...(await usage(candidate, timer)),
    ...(await timed(candidate, timer).sample()),
  }));
}

/** One run tells all, for what takes so long that a millisecond is nothing. */
export function used(candidate: Candidate, timer: Timer): Row {
  return row(candidate, () => usage(candidate, timer));
}

function row({ name, about }: Candidate, sample: Row['sample']): Row {
  return { name, about, sample };
}

async function usage(candidate: Candidate, { time }: Timer): Promise<Sample> {
  const args = ['--require', `${import.meta.dirname}/usage.cjs`, ...candidate.args];
  const { wallMs, report } = await time({ ...candidate, args });
  return { wallMs, ...(JSON.parse(report) as { memoryMb: number; cpuMs: number }) };
}
