/**
 * A v4 UUID (RFC 9562) to find a request by in two logs. It is no secret, so it needs no cryptography, which Node would take 10 ms to load.
 * @param random from 0 (inclusive) to 1 (exclusive)
 */
export function randomUuid(random: () => number): string {
  const digit = (limit: number, from = 0) => (from + Math.floor(random() * limit)).toString(16);
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => (place === 'x' ? digit(16) : digit(4, 8)));
}
