/** The rows that ratios and budgets speak of. */
export const ROW = {
  bare: 'bare Node',
  http: 'the pipe, http',
  https: 'the pipe, https',
  invalid: 'the pipe, a validation error',
  standIn: "Python's toolkit, stand-in, http",
  uncontained: 'the pipe, without a container',
  inside: 'the pipe, inside its container',
  rawMany: 'raw http.request, 1,000',
  thousand: 'the pipe, 1,000',
  tenThousand: 'the pipe, 10,000',
  image: 'image of the pipe',
  plainImage: 'image of the plain build',
} as const;
