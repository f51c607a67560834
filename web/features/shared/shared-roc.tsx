'use client';

import { useMemo } from 'react';
import { LineChart } from '../../charts/line-chart';
import { Section } from '../../parts/section';
import { formatCount, formatUnit } from '../../text/numbers';
import { type ThreatLevel, threatNote } from '../../text/threat-words';
import { detectorLookAt } from '../../theme/colors';
import { rocDrawing } from '../compare/roc-drawing';
import classes from './shared.module.css';

interface Evaluation {
  readonly name: string;
  readonly place: number;
  readonly strongestThreatLevel: ThreatLevel;
  readonly rocCurve: {
    readonly auc: number | null;
    readonly falsePositiveRate: readonly number[];
    readonly truePositiveRate: readonly number[];
    readonly nPositive: number;
    readonly nNegative: number;
  } | null;
}

/** ROC curves of a shared comparison, over all attacks together. */
export function SharedRoc({ evaluations }: { readonly evaluations: readonly Evaluation[] }) {
  const { linear, log } = useMemo(() => {
    const curves = evaluations.flatMap(({ name, place, rocCurve }, at) => {
      if (!rocCurve) return [];
      const { color, dash } = detectorLookAt(place);
      return [
        {
          id: String(at),
          label: name,
          note: formatUnit(rocCurve.auc),
          color,
          dash,
          x: Float64Array.from(rocCurve.falsePositiveRate),
          y: Float64Array.from(rocCurve.truePositiveRate),
        },
      ];
    });
    const nNegative = Math.max(...evaluations.map(({ rocCurve }) => rocCurve?.nNegative ?? 0));
    return {
      linear: rocDrawing(curves, { scale: 'linear', nNegative }),
      log: rocDrawing(curves, { scale: 'log', nNegative }),
    };
  }, [evaluations]);
  const curve = evaluations.find(({ rocCurve }) => rocCurve)?.rocCurve;
  if (!curve) return null;
  const n = `${formatCount(curve.nPositive)} positive, ${formatCount(curve.nNegative)} negative`;
  const frame = {
    height: 380,
    exportNote: threatNote(
      evaluations.map(({ name, strongestThreatLevel }) => ({ name, level: strongestThreatLevel })),
    ),
    description: `ROC curves of ${evaluations.map(({ name }) => name).join('; ')} over all attacks, ${n}.`,
  };
  return (
    <Section title="ROC" note={`all attacks pooled, successful adversarials; n = ${n}; key: AUC`}>
      <div className={classes.pair}>
        <LineChart {...frame} drawing={linear} fileName="roc" title="ROC" />
        <LineChart {...frame} drawing={log} fileName="roc-log" title="Where false alarms are few" />
      </div>
    </Section>
  );
}
