'use client';

import { Tooltip } from '@mantine/core';
import { Fragment, memo } from 'react';
import { paths } from '../../lib/paths';
import { PageLink } from '../../parts/page-link';
import { ScrollRegion } from '../../parts/scroll-region';
import { counted } from '../../text/names';
import { formatCount, formatInterval, formatShare, formatSpread, formatUnit } from '../../text/numbers';
import { deviationWords } from '../test-bed/seed-spread';
import classes from './compare.module.css';
import type { CompareState } from './compare-state';
import type { ComparedDetector } from './compared-detector';
import { formatP } from './conclusion';
import { DetectorSwatch } from './detector-swatch';
import { inputsFilter } from './inputs-filter';
import { type ResultCell, type ResultRow, type TableMetric, tableMetrics } from './result-table';
import { ThreatNote } from './threat-note';
import type { WorkingPoint } from './use-threshold';

/** Given while no counts are shown: the table need not follow the threshold then. */
const noPoints: readonly WorkingPoint[] = [];

const metricTitles: Readonly<Record<TableMetric, string>> = {
  auc: 'AUC',
  eer: 'EER',
  tprAt1Fpr: 'TPR at 1 % FPR',
  tprAt5Fpr: 'TPR at 5 % FPR',
};

/** A detector as the table names it. */
export interface TableDetector extends Pick<ComparedDetector, 'id' | 'name' | 'look'> {
  readonly evaluated: Pick<ComparedDetector['evaluated'], 'strongestThreatLevel'> &
    Partial<Pick<ComparedDetector['evaluated'], 'seedSpread'>> & {
      /** Null where the reader may not go there. */
      readonly detector: { readonly id: string } | null;
    };
}

interface Results {
  readonly detectors: readonly TableDetector[];
  readonly rows: readonly ResultRow[];
  readonly cells: CompareState['cells'];
  readonly points?: readonly WorkingPoint[];
  /** What the metrics are over, where numbers lead to the inputs that they are over. */
  readonly linked?: CompareState['over'];
  /** At which inputs are then shown, in the order of the detectors; null or missing for each detector's own. */
  readonly thresholds?: readonly number[] | null;
}

/** Detector x attack. */
export const ResultsTable = memo(function ResultsTable({
  detectors,
  rows,
  points = noPoints,
  cells,
  linked,
  thresholds,
}: Results) {
  const metrics = cells === 'all' ? tableMetrics : cells === 'flagged' ? [] : [cells];
  return (
    <ScrollRegion label="Results by detector and attack">
      <table className={classes.results}>
        <thead>
          <tr>
            <th scope="col">Detector</th>
            {cells === 'all' && (
              <th scope="col" className={classes.metricName}>
                Metric
              </th>
            )}
            {cells === 'flagged' && (
              <th scope="col">
                Authentic<span className={classes.headNote}>false positives</span>
              </th>
            )}
            {rows.map((row) => (
              <AttackHead key={row.key} row={row} cells={cells} />
            ))}
          </tr>
        </thead>
        <tbody>
          {detectors.map((detector, at) => (
            <Fragment key={detector.id}>
              {metrics.map((metric, line) => (
                <tr key={metric} className={line === 0 ? classes.firstLine : undefined}>
                  {line === 0 && <DetectorHead detector={detector} lines={metrics.length} />}
                  {cells === 'all' && <td className={classes.metricName}>{metricTitles[metric]}</td>}
                  {rows.map((row) => (
                    <MetricCell
                      key={row.key}
                      row={row}
                      cell={row.cells[at]}
                      metric={metric}
                      href={linked && paths.inputs(detector.id, inputsFilter(row, linked, thresholds?.[at]))}
                    />
                  ))}
                </tr>
              ))}
              {cells === 'flagged' && (
                <tr className={classes.firstLine}>
                  <DetectorHead detector={detector} lines={1} />
                  <FlaggedCells detector={detector} rows={rows} point={points[at]} />
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
});

function AttackHead({ row, cells }: { readonly row: ResultRow; readonly cells: CompareState['cells'] }) {
  const metrics = row.cells.find((cell) => cell.metrics)?.metrics;
  return (
    <th scope="col" data-kind={row.kind}>
      <span className={classes.wrapped}>
        {row.kind === 'MACRO' && cells === 'auc' ? 'Macro-AUC' : row.label}
      </span>
      <span className={classes.headNote}>
        {row.kind === 'CONTROL' && cells !== 'flagged'
          ? 'control, 0.5 wanted'
          : metrics && `n = ${formatCount(metrics.nPositive)}`}
      </span>
    </th>
  );
}

function DetectorHead({ detector, lines }: { readonly detector: TableDetector; readonly lines: number }) {
  const over = detector.evaluated.seedSpread?.macroAuc;
  const id = detector.evaluated.detector?.id;
  return (
    <th scope="row" rowSpan={lines}>
      <span className={classes.named}>
        <DetectorSwatch look={detector.look} />
        {id ? (
          <PageLink href={paths.detector(id)} className={classes.plainLink}>
            {detector.name}
          </PageLink>
        ) : (
          detector.name
        )}
      </span>
      {over && (
        <span className={classes.overSeeds} title={`Macro-AUC, ${deviationWords}`}>
          {formatSpread(over.mean, over.standardDeviation)} ({counted(over.n, 'seed')})
        </span>
      )}
      <ThreatNote level={detector.evaluated.strongestThreatLevel} detectorId={id} />
    </th>
  );
}

function MetricCell({
  row,
  cell,
  metric,
  href,
}: {
  readonly row: ResultRow;
  readonly cell: ResultCell | undefined;
  readonly metric: TableMetric;
  readonly href: string | undefined;
}) {
  const value = cell?.metrics?.[metric] ?? null;
  if (!cell || value === null)
    return (
      <td data-kind={row.kind} title="Not evaluated, or one of the two groups is empty.">
        –
      </td>
    );
  const text = metric === 'auc' ? formatUnit(value) : formatShare(value);
  const figures = (
    <>
      <span className={classes.value}>
        {metric === 'auc' && <NotSignificant cell={cell} />}
        {cell.best.has(metric) ? <strong>{text}</strong> : text}
      </span>
      {metric === 'auc' && (
        <span className={classes.interval}>
          {formatInterval(cell.metrics?.aucLow, cell.metrics?.aucHigh)}
        </span>
      )}
    </>
  );
  return (
    <td data-kind={row.kind}>
      {href ? (
        <PageLink href={href} className={classes.cellLink}>
          {figures}
        </PageLink>
      ) : (
        figures
      )}
    </td>
  );
}

/** Says that a number is not significantly different from the best of its column; before it, so that digits stay below each other. */
function NotSignificant({ cell: { againstBest, best } }: { readonly cell: ResultCell }) {
  if (!againstBest || againstBest.significant || best.has('auc')) return null;
  const words = `Not significantly different from the best: ${formatP(againstBest.pValue)} (paired DeLong test, clustered by original image)`;
  return (
    <Tooltip label={words} multiline w={260}>
      <span className={classes.notSignificant}>n.s.</span>
    </Tooltip>
  );
}

function FlaggedCells({
  detector,
  rows,
  point,
}: {
  readonly detector: TableDetector;
  readonly rows: readonly ResultRow[];
  readonly point: WorkingPoint | undefined;
}) {
  const groups = point?.counted.groups ?? [];
  const threshold = point?.counted.threshold ?? 0;
  const authentic = groups.find(({ group }) => group === 'AUTHENTIC');
  const filter = { detected: 'true', threshold: String(threshold) };
  return (
    <>
      <FlaggedCell
        kind="AUTHENTIC"
        rates={authentic ? [authentic] : []}
        href={paths.inputs(detector.id, { group: 'AUTHENTIC', ...filter })}
      />
      {rows.map((row) => (
        <FlaggedCell
          key={row.key}
          kind={row.kind}
          rates={groups.filter(({ group, attackSet }) =>
            row.kind === 'MACRO'
              ? group === 'ADVERSARIAL'
              : row.kind === 'ERROR'
                ? group === 'ERROR'
                : attackSet?.id === row.attackSetId,
          )}
          href={paths.inputs(detector.id, { ...inputsFilter(row, 'SUCCESSFUL'), ...filter })}
        />
      ))}
    </>
  );
}

function FlaggedCell({
  kind,
  rates,
  href,
}: {
  readonly kind: string;
  readonly rates: readonly { readonly rate: number; readonly flagged: number; readonly n: number }[];
  readonly href: string;
}) {
  if (rates.length === 0) return <td data-kind={kind}>–</td>;
  const sum = (pick: (of: (typeof rates)[number]) => number) =>
    rates.reduce((total, of) => total + pick(of), 0);
  return (
    <td data-kind={kind}>
      <PageLink href={href} className={classes.cellLink}>
        <span className={classes.value}>{formatShare(sum(({ rate }) => rate) / rates.length)}</span>
        <span className={classes.interval}>
          {formatCount(sum(({ flagged }) => flagged))} of {formatCount(sum(({ n }) => n))}
        </span>
      </PageLink>
    </td>
  );
}
