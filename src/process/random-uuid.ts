/**
 * A v4 UUID (RFC 9562) to find a request by in two logs. It is no secret, so it needs no cryptography, which Node would
 * take 10 ms to load.
 * @param random from 0 (inclusive) to 1 (exclusive)
 */
export function randomUuid(random: () => number): string {
  const hex = (digits: number) =>
    Math.floor(random() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  const variant = (8 + Math.floor(random() * 4)).toString(16);
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
}
