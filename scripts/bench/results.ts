import type { Skipped } from './candidate.ts';
import type { Row, Samples } from './measure.ts';
import type { Ratios } from './over-budget.ts';
import { median, type Spread, spread } from './quantile.ts';
import { beside } from './ratios.ts';

/** What was measured of one row. */
export interface Measured {
  readonly name: string;
  readonly about: string;
  readonly wallMs: Spread;
  /** Of the pairs with the first row of the section. */
  readonly ratio: Spread;
  readonly cpuMs?: number;
  readonly memoryMb?: number;
}

/** Rows that were measured in the same rounds, the first of which is what the others are compared with. */
export interface Section {
  readonly title: string;
  readonly rounds: number;
  readonly rows: readonly Measured[];
  readonly skipped: readonly Skipped[];
}

export interface ImageSize {
  readonly name: string;
  readonly about: string;
  /** Of `docker save | gzip -6`. */
  readonly bytes: number;
}

/** bench/results.json */
export interface Results {
  readonly node: string;
  readonly cores: number;
  readonly timer: string;
  readonly sections: readonly Section[];
  readonly images: readonly ImageSize[];
  readonly ratios: Ratios;
}

export function measuredRow({ name, about }: Row, samples: Samples, base: string): Measured {
  const own = samples[name] ?? [];
  const used = (quantity: 'cpuMs' | 'memoryMb') => {
    const values = own.flatMap((sample) => sample[quantity] ?? []);
    return values.length === 0 ? {} : { [quantity]: median(values) };
  };
  return {
    name,
    about,
    wallMs: spread(own.map(({ wallMs }) => wallMs)),
    ratio: beside(samples, name, base, 'wallMs'),
    ...used('cpuMs'),
    ...used('memoryMb'),
  };
}
