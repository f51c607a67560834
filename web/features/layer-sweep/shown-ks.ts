/** Most columns of a heat map, so that "147" and "200" still stand beside each other under it. */
const mostColumns = 12;

/**
 * Places of the k that a heat map shows of all: the ends, and between them as even as there are on a logarithmic scale,
 * since a step from 1 to 2 says as much as one from 100 to 200.
 */
export function shownKs(ks: readonly number[]): number[] {
  if (ks.length <= mostColumns) return ks.map((_, at) => at);
  const [first = 1, last = 1] = [ks[0], ks.at(-1)];
  const wanted = Array.from(
    { length: mostColumns },
    (_, at) => first * (last / first) ** (at / (mostColumns - 1)),
  );
  const places = wanted.map((k) => {
    const above = ks.findIndex((value) => value >= k - 1e-9);
    return above < 0 ? ks.length - 1 : above;
  });
  return [...new Set(places)];
}
