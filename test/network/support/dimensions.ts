/** What a run of the matrix differs in. */
export const DIMENSIONS = {
  deployments: ['one', 'list', 'file'],
  scheme: ['http', 'https'],
  address: ['name', 'IPv4', 'IPv6', 'both with a dead first address'],
  way: ['direct', 'proxy', 'TLS proxy'],
  job: ['deploy', 'dry run', 'look after a failure', 'redirect', 'version check'],
} as const;

export type Dimension = keyof typeof DIMENSIONS;

/** One run: a value of each dimension. */
export type Combination = { readonly [D in Dimension]: (typeof DIMENSIONS)[D][number] };

/** Every combination there is. */
export function allCombinations(): readonly Combination[] {
  const { deployments, scheme, address, way, job } = DIMENSIONS;
  return deployments.flatMap((deployments) =>
    scheme.flatMap((scheme) =>
      address.flatMap((address) =>
        way.flatMap((way) => job.map((job) => ({ deployments, scheme, address, way, job }))),
      ),
    ),
  );
}
