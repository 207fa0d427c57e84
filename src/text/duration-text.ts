/**
 * A duration as people write it: `0.3 s`, `4.2 s`, `45 s`, `5 min`, `2 min 5 s`.
 * @param ms the duration, in ms
 */
export function durationText(ms: number): string {
  const tenths = Math.round(ms / 100) / 10;
  if (tenths < 0.1 && ms > 0) return '0.1 s';
  if (tenths < 10) return `${tenths} s`;
  const seconds = Math.round(ms / 1_000);
  const rest = seconds % 60;
  if (seconds < 120) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min${rest === 0 ? '' : ` ${rest} s`}`;
}
