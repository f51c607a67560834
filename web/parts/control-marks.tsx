import { Text } from '@mantine/core';
import { flagsControl, flagsControlMeaning } from '../text/flagged-control';
import { formatUnit } from '../text/numbers';

/** What an evaluation says of one attack or control. */
export interface JudgedRow {
  readonly kind: string;
  readonly auc: number | null;
  readonly aucLow: number | null;
  readonly attackSet: { readonly id: string; readonly name: string } | null;
}

/** The controls that a detector flags: what it finds is then not that an image was attacked. */
export function ControlMarks({ rows }: { rows: readonly JudgedRow[] }) {
  return rows
    .filter((row) => row.kind === 'CONTROL' && flagsControl(row))
    .map(({ attackSet, auc }) => (
      <Text key={attackSet?.id} size="xs" fw={600} title={flagsControlMeaning}>
        ▲ flags {attackSet?.name ?? 'a control'}, {formatUnit(auc)}
      </Text>
    ));
}
