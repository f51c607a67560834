'use client';

import { memo, useMemo } from 'react';
import { LineChart, type LineDrawing } from '../../charts/line-chart';
import { DataTable } from '../../parts/data-table';
import { formatCount, formatNumber } from '../../text/numbers';
import { groupColors } from '../../theme/colors';
import classes from './compare.module.css';
import { type ComparedDetector, exportNote } from './compared-detector';

/** How sure one may be of predictions by each detector's calibrated score, beside the model's own softmax. */
export const ConfidencePanel = memo(function ConfidencePanel({
  detectors,
}: {
  readonly detectors: readonly ComparedDetector[];
}) {
  const drawing = useMemo(() => riskDrawing(detectors), [detectors]);
  const first = detectors.find(({ evaluated }) => evaluated.confidence)?.evaluated.confidence;
  if (!first)
    return (
      <p className={classes.nothing}>
        The sample holds no misclassified images: there is nothing to be wrong about.
      </p>
    );
  const n = `${formatCount(first.right)} right, ${formatCount(first.wrong)} wrong`;
  const rows = [
    ...detectors.flatMap(({ id, name, evaluated }) =>
      evaluated.confidence ? [{ id, name, report: evaluated.confidence.detector }] : [],
    ),
    { id: 'softmax', name: 'Softmax of the model', report: first.softmax },
  ];
  return (
    <div className={classes.pair}>
      <LineChart
        drawing={drawing}
        height={320}
        fileName="risk-coverage"
        exportNote={exportNote(detectors)}
        description={`Risk against coverage of ${rows.map(({ name }) => name).join('; ')} on ${n}.`}
        title={
          <>
            Wrong among the surest <span className={classes.quiet}>n = {n}, at natural rate</span>
          </>
        }
      />
      <DataTable
        label="Confidence"
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          { title: 'Probability by', cell: ({ name }) => name },
          {
            title: 'Brier score',
            figures: true,
            hint: 'Mean squared difference of probability and outcome; 0 is perfect',
            cell: ({ report }) => formatNumber(report.brier),
          },
          {
            title: 'Calibration error',
            figures: true,
            hint: 'Mean gap between probability and share right, over ten bins',
            cell: ({ report }) => formatNumber(report.calibrationError),
          },
          {
            title: 'Mean risk',
            figures: true,
            hint: 'Area under the risk-coverage curve',
            cell: ({ report }) => formatNumber(report.riskCoverage.area),
          },
        ]}
      />
    </div>
  );
});

function riskDrawing(detectors: readonly ComparedDetector[]): LineDrawing {
  const curve = (of: { readonly coverage: readonly number[]; readonly risk: readonly number[] }) => ({
    x: Float64Array.from(of.coverage),
    y: Float64Array.from(of.risk),
  });
  const softmax = detectors.find(({ evaluated }) => evaluated.confidence)?.evaluated.confidence?.softmax;
  return {
    series: [
      ...detectors.flatMap(({ id, name, look, evaluated }) =>
        evaluated.confidence
          ? [
              {
                id,
                label: name,
                color: look.color,
                dash: look.dash,
                ...curve(evaluated.confidence.detector.riskCoverage),
              },
            ]
          : [],
      ),
      ...(softmax
        ? [
            {
              id: 'softmax',
              label: 'Softmax of the model',
              color: groupColors.CONTROL,
              dash: [2, 2],
              ...curve(softmax.riskCoverage),
            },
          ]
        : []),
    ],
    x: { title: 'Coverage: share of inputs answered', min: 0, max: 1 },
    y: { title: 'Risk: share of these that are wrong', min: 0 },
  };
}
