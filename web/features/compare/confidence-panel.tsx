'use client';

import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { LineChart, type LineDrawing } from '../../charts/line-chart';
import { DataTable } from '../../parts/data-table';
import { formatCount, formatUnit } from '../../text/numbers';
import { groupColors } from '../../theme/colors';
import classes from './compare.module.css';
import type { Confidences } from './compare-details';
import { type ComparedDetector, exportNote } from './compared-detector';
import { softmaxName, softmaxWords } from './softmax-words';

/** How sure one may be of predictions by each detector's calibrated score, beside the model's own softmax. */
export function ConfidencePanel({
  detectors,
  confidences,
}: {
  readonly detectors: readonly ComparedDetector[];
  readonly confidences: Confidences;
}) {
  const judged = useMemo(() => {
    const known = new Map(confidences.map(({ id, confidence }) => [id, confidence]));
    return detectors.map((detector) => ({ ...detector, confidence: known.get(detector.id) ?? null }));
  }, [detectors, confidences]);
  const drawing = useMemo(() => riskDrawing(judged), [judged]);
  const first = judged.find(({ confidence }) => confidence)?.confidence;
  if (!first)
    return (
      <p className={classes.nothing}>
        The sample holds no misclassified images: there is nothing to be wrong about.
      </p>
    );
  const n = `${formatCount(first.right)} right, ${formatCount(first.wrong)} wrong`;
  const rows = [
    ...judged.flatMap(({ id, name, confidence }) =>
      confidence ? [{ id, name, report: confidence.detector }] : [],
    ),
    { id: 'softmax', name: softmaxName, report: first.softmax },
  ];
  return (
    <div className={classes.beside}>
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
      <div>
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
              cell: ({ report }) => formatUnit(report.brier),
            },
            {
              title: 'Calibration error',
              figures: true,
              hint: 'Mean gap between probability and share right, over ten bins',
              cell: ({ report }) => formatUnit(report.calibrationError),
            },
            {
              title: 'Mean risk',
              figures: true,
              hint: 'Area under the risk-coverage curve',
              cell: ({ report }) => formatUnit(report.riskCoverage.area),
            },
          ]}
        />
        <Text size="xs" c="dimmed" mt="xs">
          Risk is the share of wrong predictions among the inputs that are answered, the surest first; mean
          risk is its mean from the few surest to all of them. In each column, less is better.
        </Text>
        <Text size="xs" c="dimmed" mt="xs">
          {softmaxWords(detectors)}
        </Text>
      </div>
    </div>
  );
}

type Judged = ComparedDetector & { readonly confidence: Confidences[number]['confidence'] };

function riskDrawing(detectors: readonly Judged[]): LineDrawing {
  const curve = (of: { readonly coverage: readonly number[]; readonly risk: readonly number[] }) => ({
    x: Float64Array.from(of.coverage),
    y: Float64Array.from(of.risk),
  });
  const softmax = detectors.find(({ confidence }) => confidence)?.confidence?.softmax;
  return {
    series: [
      ...detectors.flatMap(({ id, name, look, confidence }) =>
        confidence
          ? [
              {
                id,
                label: name,
                color: look.color,
                dash: look.dash,
                ...curve(confidence.detector.riskCoverage),
              },
            ]
          : [],
      ),
      ...(softmax
        ? [
            {
              id: 'softmax',
              label: softmaxName,
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
