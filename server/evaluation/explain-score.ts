/** What is known of a score. */
export interface ScoreFacts {
  /** Share of authentic test inputs with a lower score; null where nobody has evaluated the detector. */
  readonly percentile: number | null;
  /** Name of the predicted class. */
  readonly predicted: string;
  readonly neighbors: { readonly layer: string; readonly k: number; readonly agreeing: number } | null;
  readonly map: {
    readonly layers: readonly string[];
    readonly classNames: readonly string[];
    readonly distance: string;
    readonly values: readonly (readonly number[])[];
    readonly predictedClass: number;
  } | null;
}

/** Why an input got its score, in one sentence made of numbers that can be checked. */
export function explainScore({ percentile, predicted, neighbors, map }: ScoreFacts): string {
  const rarity =
    percentile === null
      ? 'how authentic inputs score is not known before it is evaluated'
      : `${percent(100 * (1 - percentile))} of authentic inputs score this high or higher`;
  if (neighbors)
    return `${neighbors.agreeing} of the ${neighbors.k} nearest training images in ${neighbors.layer} are of class ${predicted}, which the model predicts; ${rarity}.`;
  if (map) {
    const near = map.values.filter((row) => nearestClass(row, map.distance) === map.predictedClass).length;
    return `In ${near} of ${map.layers.length} layers the nearest class is ${predicted}, which the model predicts; ${rarity}.`;
  }
  return `${rarity.charAt(0).toUpperCase()}${rarity.slice(1)}.`;
}

function nearestClass(row: readonly number[], distance: string): number {
  const best = distance === 'cosine' ? Math.max(...row) : Math.min(...row);
  return row.indexOf(best);
}

function percent(value: number): string {
  if (value === 0) return 'none';
  return value < 1 ? `only ${value.toPrecision(2)} %` : `${value.toPrecision(3)} %`;
}
