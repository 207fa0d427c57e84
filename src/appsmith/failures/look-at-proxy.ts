/** A line of advice: what failed may be the proxy's doing, which this variable names. */
export function lookAtProxy(variable: string): string {
  return `The request goes through the proxy in ${variable}: look there as well.`;
}
