import { expect, test } from 'vitest';
import { protocols } from '../protocol';
import { publishedTable } from './published-table';
import { resultTable } from './result-table';

const figures = { auc: 0.91, aucLow: 0.9, aucHigh: 0.92, eer: 0.1 };
const judged = {
  macro: figures,
  attacks: [
    { name: 'PGD', control: false, ...figures },
    { name: 'Noise', control: true, ...figures },
  ],
};
/** The lines of a table whose first cell is this. */
const line = (table: string, first: string) => table.split('\n').find((one) => one.startsWith(first)) ?? '';

test('the table in the terminal says of each detector whether somebody who knows it attacked it', () => {
  const table = resultTable({
    evaluations: [
      { ...judged, detector: 'kNN', strongestThreatLevel: 'PERFECT' },
      { ...judged, detector: 'map', strongestThreatLevel: 'ZERO' },
    ],
  });
  expect(line(table, 'Detector')).toMatch(/Adaptive attack$/);
  expect(line(table, 'kNN')).toMatch(/perfect$/);
  expect(line(table, 'map')).toMatch(/none$/);
  expect(table).toContain('its figures say nothing about one who knows it');
});

test('the published table says it of our figures', () => {
  const [protocol] = protocols;
  if (!protocol) throw new Error('expected a protocol');
  const row = { detector: 'ours', ours: [0.9], publishedLabel: 'theirs', published: [0.8] };
  const rows = [{ ...row, strongestThreatLevel: 'ZERO' as const }];
  const table = publishedTable({ protocol, columns: ['Macro-AUC'], rows, departures: [] });
  expect(line(table, 'ours')).toMatch(/0\.900 +none$/);
  expect(line(table, '  published: theirs')).toMatch(/0\.800$/);
});
