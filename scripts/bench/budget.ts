import { beside, medianOf, moreThan, type Samples } from './measure.ts';
import { type ImageSize, ROW } from './results.ts';

/** bench/budget.json, and what was measured of it: the same names in both. */
export interface Budget {
  readonly seconds: Readonly<Record<string, number>>;
  readonly times: Readonly<Record<string, number>>;
  readonly megabytes: Readonly<Record<string, number>>;
}

/** What has a budget, by the names of bench/budget.json. What this machine could not measure is left out. */
export function budgeted(samples: Samples, images: readonly Pick<ImageSize, 'name' | 'bytes'>[]): Budget {
  const time = (name: string, other: string) => beside(samples, name, other, 'wallMs').median;
  const more = (name: string, quantity: 'wallMs' | 'memoryMb') =>
    moreThan(samples, name, ROW.noApplication, quantity).median;
  const bytes = images.find(({ name }) => name === ROW.image)?.bytes ?? Number.NaN;
  return {
    seconds: measured({
      'check of a repository of 200 files': more(ROW.application, 'wallMs') / 1_000,
      'check of a repository of 5,000 files': more(ROW.largeApplication, 'wallMs') / 1_000,
    }),
    times: measured({
      "docker run over https, beside Node's own client": time(ROW.runHttps, ROW.runOwnClient),
      'docker run over https, beside an empty program': time(ROW.runHttps, ROW.runEmpty),
      'docker run over http, beside an empty program': time(ROW.runHttp, ROW.runEmpty),
      'docker run over https, beside the plain build': time(ROW.runHttps, ROW.runPlain),
      "https, beside Node's own client": time(ROW.https, ROW.rawHttps),
      "http, beside Node's own client": time(ROW.http, ROW.rawHttp),
      'a validation error, beside bare Node': time(ROW.invalid, ROW.bare),
      "1,000 deployments, beside Node's own client": time(ROW.thousand, ROW.rawMany),
      "1,000 deployments, CPU beside Node's own client": beside(samples, ROW.thousand, ROW.rawMany, 'cpuMs').median,
      '10,000 deployments, beside ten times 1,000': time(ROW.tenThousand, ROW.thousand) / 10,
    }),
    megabytes: measured({
      'image, compressed': bytes / 1e6,
      'peak memory of one deployment': medianOf(samples, ROW.https, 'memoryMb'),
      'peak memory of 1,000 deployments': medianOf(samples, ROW.thousand, 'memoryMb'),
      'more memory for a repository of 5,000 files': more(ROW.largeApplication, 'memoryMb'),
    }),
  };
}

function measured(all: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => !Number.isNaN(value)));
}

/** What is above its budget, and what has a budget and was not measured, as sentences. */
export function overBudget(measured: Budget, budget: Budget): { above: string[]; unknown: string[] } {
  const above: string[] = [];
  const unknown: string[] = [];
  for (const [kind, unit] of [['seconds', 's'] as const, ['times', '×'] as const, ['megabytes', 'MB'] as const]) {
    for (const [name, limit] of Object.entries(budget[kind])) {
      const value = measured[kind][name];
      if (value === undefined) unknown.push(`${name}: not measured, so not held to its budget of ${limit} ${unit}`);
      else if (value > limit)
        above.push(`${name}: ${value.toFixed(2)} ${unit} is above the budget of ${limit} ${unit}`);
    }
  }
  return { above, unknown };
}
