'use client';

import { Checkbox, TableTd, TableTr, Text } from '@mantine/core';
import { paths } from '../../lib/paths';
import { ControlMarks } from '../../parts/control-marks';
import tableClasses from '../../parts/data-table.module.css';
import { Estimate } from '../../parts/estimate';
import { TextLink } from '../../parts/links';
import { ThreatMark } from '../../parts/threat-mark';
import { unbroken } from '../../text/names';
import { formatMilliseconds } from '../../text/numbers';
import { columnOf } from './attack-columns';
import type { LeaderboardEntryData } from './leaderboard';
import classes from './project.module.css';

/** A detector with its figures; `foreign` ones were scored on other inputs than those chosen. */
export function LeaderboardRow({
  row,
  attacks,
  chosen,
  foreign,
  onToggle,
}: {
  row: LeaderboardEntryData;
  attacks: readonly { readonly key: string }[];
  chosen: boolean;
  foreign: boolean;
  onToggle: () => void;
}) {
  return (
    <TableTr>
      <TableTd className={tableClasses.check}>
        <Checkbox
          size="xs"
          checked={chosen}
          disabled={foreign}
          title={foreign ? 'It was evaluated on other inputs than those chosen.' : undefined}
          aria-label={`Compare ${row.name}`}
          onChange={onToggle}
        />
      </TableTd>
      <TableTd className={classes.detector}>
        <TextLink href={paths.detector(row.detector.id)}>{unbroken(row.detector.name)}</TextLink>
        <Text size="xs" c="dimmed">
          on {row.sample.name} · <TextLink href={paths.compare([row.id])}>evaluation</TextLink>
        </Text>
        <ThreatMark level={row.strongestThreatLevel} detectorId={row.detector.id} />
        <ControlMarks rows={row.rows} />
      </TableTd>
      <TableTd className={tableClasses.figures} fw={600}>
        <Estimate value={row.macroAuc} low={row.macroAucLow} high={row.macroAucHigh} stacked />
      </TableTd>
      {attacks.map(({ key }) => {
        const of = row.rows.find((entry) => columnOf(entry) === key);
        return (
          <TableTd key={key} className={tableClasses.figures}>
            <Estimate value={of?.auc} low={of?.aucLow} high={of?.aucHigh} stacked />
          </TableTd>
        );
      })}
      <TableTd className={tableClasses.figures}>{formatMilliseconds(row.millisecondsPerInput)}</TableTd>
    </TableTr>
  );
}
