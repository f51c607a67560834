'use client';

import { useMemo } from 'react';
import { HeatMap, type HeatMapDrawing, heatMapGradient } from '../../charts/heat-map';
import { useScheme } from '../../theme/use-scheme';
import classes from './input.module.css';
import { closenessShades, difference, differenceShades, flatMap } from './map-shades';

/** A map `[layers][classes]` beside mean maps, as the API gives them. */
export interface DrawnMap {
  readonly layers: readonly string[];
  readonly classNames: readonly string[];
  readonly distance: string;
  readonly values: unknown;
  readonly meanOfPredicted: unknown;
  readonly predictedClass: number;
  /** Absent where nobody says what the input is. */
  readonly meanOfTrue?: unknown;
  readonly trueClass?: number;
}

interface Drawn {
  readonly title: string;
  readonly drawing: HeatMapDrawing;
}

/** An input's evolution map beside the mean maps of the predicted and, where it is known, of the true class, and what differs. */
export function EvolutionMapPanel({ map, name }: { readonly map: DrawnMap; readonly name: string }) {
  const drawn = useMemo(() => drawings(map), [map]);
  const height = 78 + 30 * map.layers.length;
  return (
    <div>
      <div className={classes.maps} data-maps={drawn.length}>
        {drawn.map(({ title, drawing }) => (
          <HeatMap
            key={title}
            title={title}
            drawing={drawing}
            height={height}
            fileName={`map-${name}-${title}`}
            description={`${title}: ${drawing.valueTitle}, ${map.layers.length} layers by ${map.classNames.length} classes.`}
          />
        ))}
      </div>
      <Key withTrue={map.trueClass !== undefined} />
    </div>
  );
}

function drawings(map: DrawnMap): Drawn[] {
  const { layers, classNames, distance, predictedClass } = map;
  const { trueClass = predictedClass, meanOfTrue = map.meanOfPredicted } = map;
  const of = { classes: classNames.length, distance };
  const [own, predicted, trueMean] = [map.values, map.meanOfPredicted, meanOfTrue].map(flatMap);
  if (!own || !predicted || !trueMean) return [];
  const isKnown = map.trueClass !== undefined;
  const isSame = predictedClass === trueClass;
  const [predictedName, trueName] = [classNames[predictedClass] ?? '', classNames[trueClass] ?? ''];
  const means = [
    {
      title: `Mean of class ${predictedName}, ${isKnown && isSame ? 'predicted and true' : 'predicted'}`,
      values: predicted,
    },
    ...(isSame ? [] : [{ title: `Mean of class ${trueName}, true`, values: trueMean }]),
  ];
  const maps = [{ title: 'This input', values: own }, ...means];
  const differences = means.map(({ title, values }, at) => ({
    title: at === 0 && !isSame ? 'Input minus predicted' : isSame ? 'Input minus mean' : 'Input minus true',
    values: difference(own, values),
    of: title,
  }));
  const close = closenessShades(
    maps.map(({ values }) => values),
    of,
  );
  const apart = differenceShades(
    differences.map(({ values }) => values),
    of,
  );
  const unit = distance === 'cosine' ? 'cosine similarity' : `${distance} distance`;
  const shared = {
    rows: layers,
    columns: classNames,
    rowTitle: 'Layer',
    columnTitle: 'Class',
    marks: new Map(
      isSame
        ? [[trueClass, isKnown ? 'P T' : 'P']]
        : [
            [predictedClass, 'P'],
            [trueClass, 'T'],
          ],
    ),
  };
  return [
    ...maps.map(({ title, values }, at) => ({
      title,
      drawing: { ...shared, values, shades: close[at] ?? values, valueTitle: unit },
    })),
    ...differences.map(({ title, values }, at) => ({
      title,
      drawing: {
        ...shared,
        values,
        shades: apart[at] ?? values,
        valueTitle: `difference of ${unit}`,
        diverging: true,
      },
    })),
  ];
}

function Key({ withTrue }: { readonly withTrue: boolean }) {
  const dark = useScheme() === 'dark';
  return (
    <div className={classes.mapKey}>
      <span>far</span>
      <span className={classes.ramp} style={{ background: heatMapGradient(dark) }} />
      <span>near, within each layer</span>
      <span className={classes.keyGap}>farther than the mean</span>
      <span className={classes.ramp} style={{ background: heatMapGradient(dark, true) }} />
      <span>nearer</span>
      <span className={classes.keyGap}>
        <strong>P</strong> predicted class
        {withTrue && (
          <>
            , <strong>T</strong> true class
          </>
        )}
      </span>
    </div>
  );
}
