'use client';

import { SegmentedControl } from '@mantine/core';
import { parseAsStringLiteral, useQueryStates } from 'nuqs';
import { memo, useMemo } from 'react';
import { IntervalScatter, type IntervalScatterDrawing } from '../../charts/interval-scatter';
import { DataTable } from '../../parts/data-table';
import { formatBytes, formatInterval, formatUnit } from '../../text/numbers';
import classes from './compare.module.css';
import { type ComparedDetector, exportNote } from './compared-detector';
import { type Cost, costMeasures, costsOf } from './costs';

const costParsers = {
  cost: parseAsStringLiteral(costMeasures.map(({ value }) => value)).withDefault('time'),
};

/** What each detector costs against how well it detects. */
export const CostPanel = memo(function CostPanel({
  detectors,
}: {
  readonly detectors: readonly ComparedDetector[];
}) {
  const [{ cost }, setCost] = useQueryStates(costParsers);
  const measure = costMeasures.find(({ value }) => value === cost) ?? costMeasures[0];
  const rows = useMemo(() => costsOf(detectors), [detectors]);
  const drawing = useMemo<IntervalScatterDrawing>(
    () => ({
      points: rows.flatMap(({ mark, name, look, auc, low, high, ...costs }) => {
        const x = costs[measure.value];
        return x === null || auc === null
          ? []
          : [{ mark, label: name, color: look.color, x, y: auc, low, high }];
      }),
      xTitle: measure.title,
      yTitle: 'Macro-AUC',
      xScale: measure.scale,
      formatX: measure.format,
      formatTick: measure.tick,
    }),
    [rows, measure],
  );
  // A picture goes without the table beside it, which is the key of its numbers.
  const note = [...rows.map(({ mark, name }) => `${mark} ${name}`), exportNote(detectors)]
    .filter((line) => line !== undefined)
    .join('\n');
  return (
    <>
      <SegmentedControl
        size="xs"
        mb="sm"
        className={classes.views}
        aria-label="Which cost"
        value={cost}
        data={costMeasures.map(({ value, label }) => ({ value, label }))}
        onChange={(value) => setCost({ cost: value as typeof cost })} // one of the data above
      />
      <div className={classes.costs}>
        <IntervalScatter
          drawing={drawing}
          height={340}
          fileName={`cost-${measure.value}`}
          exportNote={note}
          description={`Macro-AUC of ${rows.length} detectors against ${measure.title}.`}
          title={
            <>
              Macro-AUC against {measure.label.toLowerCase()}{' '}
              <span className={classes.quiet}>line: 95 % interval; number: row</span>
            </>
          }
        />
        <DataTable
          label="Costs"
          rows={rows}
          rowKey={({ id }) => id}
          columns={[
            {
              title: 'Detector',
              cell: ({ mark, name }) => (
                <>
                  <span className={classes.quiet}>{mark}</span> {name}
                </>
              ),
            },
            {
              title: 'Macro-AUC',
              figures: true,
              cell: ({ auc, low, high }: Cost) => (
                <>
                  {formatUnit(auc)} <span className={classes.interval}>{formatInterval(low, high)}</span>
                </>
              ),
            },
            ...costMeasures.map(({ value, label, hint, format }) => ({
              title: label,
              hint,
              figures: true,
              cell: (row: Cost) => (row[value] === null ? '–' : format(row[value])),
            })),
            {
              title: 'State',
              figures: true,
              hint: 'Size of what was fitted',
              cell: ({ state }) => formatBytes(state),
            },
          ]}
        />
      </div>
    </>
  );
});
