import type { Sample, Samples } from './measure.ts';
import { ROW } from './names.ts';
import { median, type Spread, spread } from './quantile.ts';

type Quantity = keyof Sample;

/** How many times as much a row takes as another one, round by round. NaN where one of them was not measured. */
export function beside(samples: Samples, name: string, other: string, quantity: Quantity): Spread {
  const [row = [], base = []] = [samples[name], samples[other]];
  return spread(row.map((sample, round) => amount(sample, quantity) / amount(base[round], quantity)));
}

/** Peak memory hardly varies, so a row can be compared with bare Node of another group. */
function memoryBesideBare(samples: Samples, name: string, one: Samples): number {
  const [row, bare] = [samples[name] ?? [], one[ROW.bare] ?? []].map((all) =>
    median(all.map((sample) => amount(sample, 'memoryMb'))),
  ) as [number, number];
  return row / bare;
}

function amount(sample: Sample | undefined, quantity: Quantity): number {
  return sample?.[quantity] ?? Number.NaN;
}

/** What was measured: the samples of each group, and the bytes of each image. */
export interface Measurements {
  readonly one: Samples;
  readonly many: Samples;
  readonly containers: Samples;
  readonly images: Readonly<Record<string, number>>;
}

/** The ratios that have a budget, by the names that bench/budget.json uses. What this machine could not measure is left out. */
export function ratios({ one, many, containers, images }: Measurements): Record<string, number> {
  const time = (samples: Samples, name: string, other: string) => beside(samples, name, other, 'wallMs').median;
  const cpu = (name: string, other: string) => beside(many, name, other, 'cpuMs').median;
  const bytes = (name: string) => images[name] ?? Number.NaN;
  const all = {
    'http, time beside bare Node': time(one, ROW.http, ROW.bare),
    'https, time beside bare Node': time(one, ROW.https, ROW.bare),
    'a validation error, time beside bare Node': time(one, ROW.invalid, ROW.bare),
    "http, time beside Python's toolkit": time(one, ROW.http, ROW.standIn),
    'http, peak memory beside bare Node': memoryBesideBare(one, ROW.http, one),
    'inside the container, time beside no container': time(containers, ROW.inside, ROW.uncontained),
    '1,000, time beside raw http': time(many, ROW.thousand, ROW.rawMany),
    '1,000, CPU beside raw http': cpu(ROW.thousand, ROW.rawMany),
    '1,000, peak memory beside bare Node': memoryBesideBare(many, ROW.thousand, one),
    '10,000, time beside ten times 1,000': time(many, ROW.tenThousand, ROW.thousand) / 10,
    '10,000, CPU beside ten times 1,000': cpu(ROW.tenThousand, ROW.thousand) / 10,
    'image, bytes beside the plain build': bytes(ROW.image) / bytes(ROW.plainImage),
  };
  return Object.fromEntries(Object.entries(all).filter(([, ratio]) => !Number.isNaN(ratio)));
}
