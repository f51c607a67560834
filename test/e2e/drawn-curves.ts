/**
 * Areas under the curves of a ROC chart that was saved as SVG, in the order in which they are drawn: from the places of
 * their lines on the picture. Each curve runs from (0, 0) to (1, 1), which says where the axes are.
 */
export function aucOfCurves(svg: string): number[] {
  return [...svg.matchAll(/<path\b[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => /stroke-width="1\.75"/.test(tag) && /fill="(none|transparent)"/.test(tag))
    .map((tag) => areaUnder(placesOf(/ d="([^"]+)"/.exec(tag)?.[1] ?? '')))
    .filter((area) => !Number.isNaN(area));
}

type Place = readonly [number, number];

/** The places that a path goes to; it has straight lines only. */
function placesOf(path: string): Place[] {
  const numbers = path.match(/-?[\d.]+(?:e-?\d+)?/g)?.map(Number) ?? [];
  return Array.from({ length: numbers.length / 2 }, (_, at) => [
    numbers[2 * at] ?? 0,
    numbers[2 * at + 1] ?? 0,
  ]);
}

function areaUnder(places: readonly Place[]): number {
  const [left, bottom] = places[0] ?? [0, 0];
  const [right, top] = places.at(-1) ?? [0, 0];
  const share = ([x, y]: Place): Place => [(x - left) / (right - left), (bottom - y) / (bottom - top)];
  return places.slice(1).reduce((area, place, at) => {
    const [x, y] = share(place);
    const [beforeX, beforeY] = share(places[at] ?? place);
    return area + ((x - beforeX) * (y + beforeY)) / 2;
  }, 0);
}
