/** A list as Bitbucket hands it on. */
export function list(name: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries([
    [`${name}_COUNT`, String(values.length)],
    ...values.map((value, at) => [`${name}_${at}`, value]),
  ]);
}
