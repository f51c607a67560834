'use client';

import { useMemo } from 'react';
import { unbroken } from '../../text/names';
import { detectorLookAt } from '../../theme/colors';
import { type PairTest, resultTable } from '../compare/result-table';
import { ResultsTable } from '../compare/results-table';
import type { BlockNamed } from './block-fields';

type ResultsPanel = BlockNamed<'ResultsPanel'>;

const significance = 0.05;
const cellsNames = {
  AUC: 'auc',
  EER: 'eer',
  TPR_AT_1_FPR: 'tprAt1Fpr',
  TPR_AT_5_FPR: 'tprAt5Fpr',
  ALL: 'all',
} as const satisfies Record<ResultsPanel['cells'], string>;

/** Detectors against attacks. */
export function ResultsBlock({ panel }: { readonly panel: ResultsPanel }) {
  const { detectors, rows } = useMemo(() => tableOf(panel), [panel]);
  return <ResultsTable detectors={detectors} rows={rows} cells={cellsNames[panel.cells]} />;
}

/** Here nothing has an id: detectors and attacks go by their places. */
function tableOf({ lines, pairs }: ResultsPanel) {
  const setOf = (at: number | null) => (at === null ? null : String(at));
  const evaluations = lines.map(({ detector: { name, strongestThreatLevel }, rows }, at) => ({
    id: String(at),
    name,
    strongestThreatLevel,
    rows: rows.map(({ attack, attackAt, ...row }) => ({
      ...row,
      attackSet: attackAt === null ? null : { id: String(attackAt), name: attack ?? '' },
    })),
  }));
  const tests = pairs.map(
    ({ a, b, attackAt, deltaAuc, adjustedPValue }): PairTest => ({
      a: String(a),
      b: String(b),
      attackSetId: setOf(attackAt),
      deltaAuc,
      pValue: adjustedPValue,
      significant: adjustedPValue < significance,
    }),
  );
  return {
    rows: resultTable(evaluations, tests),
    detectors: lines.map(({ detector: { name, place, strongestThreatLevel } }, at) => ({
      id: String(at),
      name: unbroken(name),
      look: detectorLookAt(place),
      evaluated: { strongestThreatLevel, detector: null },
    })),
  };
}
