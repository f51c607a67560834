'use client';

import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { HeatMap, type HeatMapDrawing, heatMapGradient } from '../../charts/heat-map';
import { paths } from '../../lib/paths';
import { capitalized } from '../../text/names';
import { formatNumber } from '../../text/numbers';
import { useScheme } from '../../theme/use-scheme';
import classes from './layer-sweep.module.css';
import { detectorFields, preprocessingInWords, weightingInWords } from './setting-words';

/** AUCs of one preprocessing and weighting, layer by layer. */
export interface SweepPanel {
  readonly preprocessing: string;
  readonly weighting: string;
  /** `[layers, ks]`; null where there is none. */
  readonly aucs: readonly (number | null)[];
}

/** What the heat maps are given. */
export interface SweepHeatMapsProps {
  readonly name: string;
  readonly layers: readonly string[];
  readonly ks: readonly number[];
  readonly panels: readonly SweepPanel[];
  /** The maps of the others are left out on narrow screens. */
  readonly chosenPreprocessing: string;
  /** What the numbers are, such as "macro-AUC, test images". */
  readonly measure: string;
  readonly projectId: string;
  /** Things that the form of a detector begins with. */
  readonly given: Readonly<Record<string, string>>;
}

/** Layer x k, a map for each preprocessing and weighting, all on one scale; a click on a cell leads to its detector. */
export function SweepHeatMaps(props: SweepHeatMapsProps) {
  const { name, layers, ks, panels, chosenPreprocessing, measure, projectId, given } = props;
  const router = useRouter();
  const { drawings, low, high } = useMemo(
    () => drawingsOf({ layers, ks, panels, measure }),
    [layers, ks, panels, measure],
  );
  const pick = (panel: SweepPanel) => (row: number, column: number) => {
    const [layer, k] = [layers[row], ks[column]];
    if (layer === undefined || k === undefined) return;
    const { preprocessing, weighting } = panel;
    router.push(
      paths.launch(projectId, 'detector', {
        ...given,
        ...detectorFields({ layer, preprocessing, weighting, k }),
      }),
    );
  };
  return (
    <div>
      <div className={classes.maps}>
        {panels.map((panel, at) => {
          const title = `${preprocessingInWords(panel.preprocessing)}, ${weightingInWords(panel.weighting)}`;
          const drawing = drawings[at];
          return (
            drawing && (
              <div
                key={title}
                className={panel.preprocessing === chosenPreprocessing ? undefined : classes.wideOnly}
              >
                <HeatMap
                  title={capitalized(title)}
                  drawing={drawing}
                  height={74 + 26 * layers.length}
                  fileName={`${name} ${title}`}
                  description={`${title}: ${measure}, ${layers.length} layers by ${ks.length} values of k.`}
                  onPick={pick(panel)}
                />
              </div>
            )
          );
        })}
      </div>
      <Key low={low} high={high} measure={measure} />
    </div>
  );
}

function drawingsOf({
  layers,
  ks,
  panels,
  measure,
}: Pick<SweepHeatMapsProps, 'layers' | 'ks' | 'panels' | 'measure'>) {
  const known = panels.flatMap(({ aucs }) => aucs.filter((auc) => auc !== null));
  const low = known.reduce((least, auc) => Math.min(least, auc), 1);
  const high = known.reduce((greatest, auc) => Math.max(greatest, auc), 0);
  const drawings = panels.map(({ aucs }): HeatMapDrawing => {
    const values = Float64Array.from(aucs, (auc) => auc ?? Number.NaN);
    return {
      rows: layers,
      columns: ks.map(String),
      rowTitle: 'Layer',
      columnTitle: 'k',
      columnWord: 'k =',
      valueTitle: measure,
      values,
      shades: values.map((auc) => (high > low ? (auc - low) / (high - low) : 0.5)),
    };
  });
  return { drawings, low, high };
}

function Key({ low, high, measure }: { low: number; high: number; measure: string }) {
  const dark = useScheme() === 'dark';
  if (high < low) return <p className={classes.key}>No setting has an AUC against these inputs.</p>;
  return (
    <div className={classes.key}>
      <span>{formatNumber(low)}</span>
      <span className={classes.ramp} style={{ background: heatMapGradient(dark) }} />
      <span>
        {formatNumber(high)}, {measure}
      </span>
    </div>
  );
}
