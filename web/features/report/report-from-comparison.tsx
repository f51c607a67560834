'use client';

import { Button } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import type { CompareState } from '../compare/compare-state';
import { useBeginReport } from './use-begin-report';

/** So many detectors are told apart in a panel. */
const mostDetectors = 20;

const cellsOf = {
  auc: 'AUC',
  eer: 'EER',
  tprAt1Fpr: 'TPR_AT_1_FPR',
  tprAt5Fpr: 'TPR_AT_5_FPR',
  all: 'ALL',
  // A table of a report shows metrics, not counts at one threshold.
  flagged: 'ALL',
} as const satisfies Record<CompareState['cells'], string>;

/** Begins a report with the panels that Compare shows, as they are set there. */
export function ReportFromComparison({
  projectId,
  evaluationIds: all,
  said,
  state: { attack, over, cells },
  falsePositiveRate,
}: {
  readonly projectId: string;
  readonly evaluationIds: readonly string[];
  /** What the comparison says in words. */
  readonly said: string | null;
  readonly state: Pick<CompareState, 'attack' | 'over' | 'cells'>;
  /** Where detectors are marked; null where thresholds are set in another way. */
  readonly falsePositiveRate: number | null;
}) {
  const { beginning, begin } = useBeginReport();
  const evaluationIds = all.slice(0, mostDetectors);
  const onClick = () =>
    begin({
      projectId,
      title:
        evaluationIds.length === 1
          ? 'Report on a detector'
          : `Comparison of ${evaluationIds.length} detectors`,
      blocks: [
        { text: { markdown: said ?? '' } },
        { results: { evaluationIds, over, cells: cellsOf[cells] } },
        { roc: { evaluationIds, over, attackSetId: attack || null, falsePositiveRate } },
        { scores: { evaluationIds, falsePositiveRate } },
      ],
    });
  return (
    <Button variant="default" leftSection={<IconFileText size={16} />} loading={beginning} onClick={onClick}>
      New report
    </Button>
  );
}
