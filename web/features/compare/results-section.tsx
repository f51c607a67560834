import { SegmentedControl, Text } from '@mantine/core';
import { Section } from '../../parts/section';
import classes from './compare.module.css';
import { type CompareState, cellViews, denominatorOf } from './compare-state';
import type { ComparedDetector } from './compared-detector';
import type { ResultRow } from './result-table';
import { ResultsTable } from './results-table';
import type { WorkingPoint } from './use-threshold';

interface Props {
  readonly detectors: readonly ComparedDetector[];
  readonly rows: readonly ResultRow[];
  readonly points: readonly WorkingPoint[];
  /** Chosen on the page, in the order of the detectors; null where each has its own. */
  readonly thresholds: readonly number[] | null;
  readonly cells: CompareState['cells'];
  readonly over: CompareState['over'];
  readonly onCells: (cells: CompareState['cells']) => void;
}

/** Detector x attack, with what its cells show to be chosen, and how they are read. */
export function ResultsSection({ detectors, rows, points, thresholds, cells, over, onCells }: Props) {
  return (
    <Section
      title="Results by attack"
      note={denominatorOf(over).over}
      actions={
        <SegmentedControl
          size="xs"
          className={classes.views}
          aria-label="What the cells show"
          value={cells}
          data={cellViews.map(({ value, label }) => ({ value, label }))}
          onChange={(value) => onCells(value as typeof cells)} // one of the data above
        />
      }
    >
      <ResultsTable
        detectors={detectors}
        rows={rows}
        {...(cells === 'flagged' && { points })}
        cells={cells}
        linked={over}
        thresholds={thresholds}
      />
      <Text size="xs" c="dimmed" mt="xs" maw={900}>
        {cells === 'flagged'
          ? 'Share of inputs with a score above the threshold; adversarials are the successful ones. Click a number to see these inputs.'
          : 'In grey: 95 % interval (DeLong, clustered by original image). Bold: best of its column. n.s.: not significantly different from the best (paired DeLong test, p ≥ 0.05 after Holm’s correction for the number of pairs). A control is no attack: an AUC well above 0.5 means that the detector finds noise, not attacks. Click a number to see the inputs that it is over, with what is flagged at the threshold chosen above.'}
      </Text>
    </Section>
  );
}
