/**
 * What differs from run to run, and what stands in the gallery instead. Durations keep their width, so that tables stay
 * in line.
 */
const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/https?:\/\/127\.0\.0\.1:\d+/g, 'https://appsmith.example.com'],
  [/(Tried|address was) 127\.0\.0\.1:\d+/g, '$1 appsmith.example.com:443'],
  [/(Name servers queried: )127\.0\.0\.1:\d+/g, '$110.0.0.2'],
  [/127\.0\.0\.1(:\d+)?/g, 'appsmith.example.com'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '7f0c2a4e-1d35-4b7a-9c61-2e8f5a90b3d4'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, '2026-11-24 10:15:30 UTC'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '2026-11-24T10:15:30Z'],
  [/[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} GMT/g, 'Nov 23 10:15:30 2026 GMT'],
  [/(?<!now |\.)\b\d(\.\d)? s\b/g, '4.2 s'],
  [/\b\d{1,2} s so far/g, '15 s so far'],
  [/\b(in|attempts?,|after) \d\d s\b/g, '$1 4.2 s'], // on a machine that has much to do
  // Waits are part of it, and longer for a lock.
  [/(Git lock in use .*Retrying in )4\.2 s/g, '$124 s'],
  [/\bin 4\.2 s(?=, on attempt)/g, 'in 56 s'],
  [/(Git lock in use [\s\S]* attempts, )4\.2 s/g, '$132 s'],
  [/(15 s so far.*\n.* in )4\.2 s/g, '$116 s'],
];

/** A log as it stands in the gallery: addresses, ids, dates and durations are always the same. */
export function normalised(log: string): string {
  return REPLACEMENTS.reduce((text, [found, instead]) => text.replaceAll(found, instead), log)
    .replace(/valid \S+ to (\d{4}-\d\d-\d\d)/g, (_, end) => `valid ${validity(end)}`)
    .trimEnd();
}

/** The certificates are made anew for every run. */
function validity(end: string): string {
  return Date.parse(end) < Date.now() - 86_400_000 ? '2026-11-22 to 2026-11-23' : '2026-11-24 to 2026-11-25';
}
