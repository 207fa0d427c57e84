/**
 * The candidate that a mistyped name most likely means: at most two edits away, one for short names.
 * @returns the first of several that are equally near
 */
export function didYouMean(name: string, candidates: readonly string[]): string | undefined {
  const farthest = name.length < 6 ? 1 : 2;
  for (let edits = 0; edits <= farthest; edits += 1) {
    const near = candidates.find((candidate) => isWithin(edits, name, candidate));
    if (near !== undefined) return near;
  }
  return undefined;
}

/** Optimal string alignment: a swap is one edit. For so few edits, trying each is faster than a table of distances. */
function isWithin(edits: number, from: string, to: string): boolean {
  if (Math.abs(from.length - to.length) > edits) return false;
  if (from === to) return true;
  if (edits === 0) return false;
  const [rest, other] = [from.slice(1), to.slice(1)];
  if (from[0] === to[0]) return isWithin(edits, rest, other);
  const swapped = from[0] === to[1] && from[1] === to[0];
  return (
    isWithin(edits - 1, rest, other) ||
    isWithin(edits - 1, rest, to) ||
    isWithin(edits - 1, from, other) ||
    (swapped && isWithin(edits - 1, from.slice(2), to.slice(2)))
  );
}
