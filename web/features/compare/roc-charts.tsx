'use client';

import { useMemo } from 'react';
import { LineChart, type LineDrawing, type MarkedPoint } from '../../charts/line-chart';
import { formatCount } from '../../text/numbers';
import classes from './compare.module.css';
import { mostInKey, rocDrawing } from './roc-drawing';

/** ROC curves, and what they are over. */
export interface RocChartsProps {
  /** Stable: other curves are drawn anew. */
  readonly curves: LineDrawing['series'];
  readonly marks?: readonly MarkedPoint[];
  /** What the curves are over, such as an attack's name. */
  readonly over: string;
  readonly nPositive: number;
  readonly nNegative: number;
  /** On which axes of false positive rates. */
  readonly axis?: 'LINEAR' | 'LOG' | 'BOTH';
  /** Said under exported pictures. */
  readonly exportNote?: string | undefined;
}

/** ROC curves on a linear axis, on a logarithmic one where the few false alarms are, or on both side by side. */
export function RocCharts({
  curves,
  marks = none,
  over,
  nPositive,
  nNegative,
  axis = 'BOTH',
  exportNote,
}: RocChartsProps) {
  const drawings = useMemo(
    () => ({
      linear: rocDrawing(curves, { scale: 'linear', nNegative }),
      // The key stands in one of two charts; in a single one, in that.
      log: rocDrawing(curves, { scale: 'log', nNegative, key: axis === 'LOG' }),
    }),
    [curves, nNegative, axis],
  );
  const n = `${formatCount(nPositive)} positive, ${formatCount(nNegative)} negative`;
  const banded = curves.some(({ low }) => low);
  const frame = {
    height: 380,
    marks,
    exportNote,
    description: `ROC curves of ${curves.map(({ label }) => label).join('; ')} over ${over}, ${n}.`,
  };
  const words = `n = ${n}${curves.length <= mostInKey ? '; key: AUC' : ''}${banded ? '; band: 95 %' : ''}`;
  return (
    <div className={axis === 'BOTH' ? classes.pair : classes.single}>
      {axis !== 'LOG' && (
        <LineChart
          {...frame}
          drawing={drawings.linear}
          fileName="roc"
          title={
            <>
              ROC, {over} <span className={classes.quiet}>{words}</span>
            </>
          }
        />
      )}
      {axis !== 'LINEAR' && (
        <LineChart
          {...frame}
          drawing={drawings.log}
          fileName="roc-log"
          title={
            axis === 'LOG' ? (
              <>
                ROC, {over} <span className={classes.quiet}>{words}; logarithmic axis</span>
              </>
            ) : (
              <>
                Where false alarms are few <span className={classes.quiet}>the same, logarithmic axis</span>
              </>
            )
          }
        />
      )}
    </div>
  );
}

const none: readonly MarkedPoint[] = [];
