import type { Budget } from '../../../scripts/bench/budget.ts';
import { type Results, ROW, type Section } from '../../../scripts/bench/results.ts';

const at = (median: number) => ({ low: median - 0.1, median, high: median + 0.1 });
export const containers: Section = {
  title: 'docker run',
  rounds: 11,
  rows: [
    { name: ROW.runEmpty, about: 'nothing', wallMs: at(150), ratio: { low: 1, median: 1, high: 1 } },
    { name: ROW.runHttps, about: 'whole', wallMs: at(180), ratio: at(1.2) },
  ],
  skipped: [],
};
export const one: Section = {
  title: 'One deployment',
  rounds: 21,
  rows: [
    { name: 'bare Node', about: 'nothing', wallMs: at(40), ratio: { low: 1, median: 1, high: 1 } },
    { name: 'the pipe, http', about: 'all', wallMs: at(1234.5), ratio: at(30.86), cpuMs: 70.25, memoryMb: 54.4 },
    { name: 'the pipe, https', about: '', wallMs: at(80), ratio: at(2) },
  ],
  skipped: [
    { name: 'curl, http', needs: "Debian's curl" },
    { name: 'curl, https', needs: "Debian's curl" },
  ],
};
export const results: Results = {
  node: 'v24.0.0',
  cores: 2,
  timer: 'a clock',
  sections: [containers, one],
  images: [
    { name: ROW.image, about: 'ours', bytes: 31_766_218 },
    { name: ROW.plainImage, about: 'theirs', bytes: 62_123_735 },
  ],
  budgeted: { seconds: { short: 0.05 }, times: { quick: 1.234 }, megabytes: { small: 50 } },
};
export const budget: Budget = { seconds: { short: 0.1 }, times: { quick: 1.6, unseen: 2 }, megabytes: { small: 60 } };
