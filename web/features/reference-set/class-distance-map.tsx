'use client';

import { useMemo } from 'react';
import { HeatMap, type HeatMapDrawing } from '../../charts/heat-map';

/** How far apart the means of every two classes are in a layer: the stronger the color, the nearer. */
export function ClassDistanceMap({
  layer,
  classNames,
  distances,
}: {
  readonly layer: string;
  readonly classNames: readonly string[];
  /** `[classes, classes]` */
  readonly distances: readonly (readonly number[])[];
}) {
  const drawing = useMemo((): HeatMapDrawing => {
    const values = Float64Array.from(distances.flat());
    const most = Math.max(...values, Number.MIN_VALUE);
    return {
      rows: classNames,
      columns: classNames,
      rowTitle: 'Class',
      columnTitle: 'Class',
      valueTitle: `distance of the two means in ${layer}`,
      values,
      // A class to itself says nothing: it is as faint as the farthest.
      shades: values.map((value, at) => (at % (distances.length + 1) === 0 ? 0 : (most - value) / most)),
    };
  }, [layer, classNames, distances]);
  return (
    <HeatMap
      title={`Distances of the means of classes in ${layer}; the stronger the color, the nearer`}
      description={`Euclidean distances of the means of ${classNames.length} classes in ${layer}.`}
      height={Math.min(560, 90 + 26 * classNames.length)}
      fileName={`class distances ${layer}`}
      drawing={drawing}
    />
  );
}
