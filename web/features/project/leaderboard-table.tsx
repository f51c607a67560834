'use client';

import { readFragment } from '@fiducial/schema';
import { Checkbox, Table, TableTbody, TableTd, TableTh, TableThead, TableTr, Text } from '@mantine/core';
import { useState } from 'react';
import { paths } from '../../lib/paths';
import tableClasses from '../../parts/data-table.module.css';
import { Estimate } from '../../parts/estimate';
import { ButtonLink, TextLink } from '../../parts/links';
import { ScrollRegion } from '../../parts/scroll-region';
import { ThreatMark } from '../../parts/threat-mark';
import { flagsControl, flagsControlMeaning } from '../../text/flagged-control';
import { counted, unbroken } from '../../text/names';
import { formatMilliseconds, formatUnit } from '../../text/numbers';
import { LeaderboardEntry, type LeaderboardEntryData, type LeaderboardEntryRef } from './leaderboard';
import classes from './project.module.css';

const mostCompared = 50;

/** Detectors by macro-AUC, best first, with their AUC on each attack; chosen ones go side by side. */
export function LeaderboardTable({ entries }: { entries: readonly LeaderboardEntryRef[] }) {
  const rows = entries.map((ref) => readFragment(LeaderboardEntry, ref));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const digest = rows.find(({ id }) => chosen.has(id))?.inputsDigest;
  const attacks = attackColumns(rows);
  const toggle = (id: string) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const comparable = rows.filter(({ inputsDigest }) => inputsDigest === (digest ?? rows[0]?.inputsDigest));
  return (
    <>
      <CompareBar rows={rows} chosen={chosen} comparable={comparable} />
      <ScrollRegion label="Detectors by macro-AUC">
        <Table verticalSpacing={9} horizontalSpacing="md" className={tableClasses.table}>
          <TableThead>
            <TableTr>
              <TableTh className={tableClasses.check} aria-label="Compare" />
              <TableTh>Detector</TableTh>
              <TableTh
                ta="right"
                title="Mean over attacks of the area under the ROC curve, with its 95 % interval"
              >
                Macro-AUC
              </TableTh>
              {attacks.map(({ key, title }) => (
                <TableTh
                  key={key}
                  ta="right"
                  title="Area under the ROC curve: successful adversarials against authentic"
                >
                  <span className={tableClasses.wrapped}>{title}</span>
                </TableTh>
              ))}
              <TableTh ta="right" title="To score an input from its activations">
                ms per input
              </TableTh>
            </TableTr>
          </TableThead>
          <TableTbody>
            {rows.map((row) => {
              const foreign = digest !== undefined && row.inputsDigest !== digest;
              return (
                <TableTr key={row.id}>
                  <TableTd className={tableClasses.check}>
                    <Checkbox
                      size="xs"
                      checked={chosen.has(row.id)}
                      disabled={foreign}
                      title={foreign ? 'It was evaluated on other inputs than those chosen.' : undefined}
                      aria-label={`Compare ${row.name}`}
                      onChange={() => toggle(row.id)}
                    />
                  </TableTd>
                  <TableTd className={classes.detector}>
                    <TextLink href={paths.detector(row.detector.id)}>{unbroken(row.detector.name)}</TextLink>
                    <Text size="xs" c="dimmed">
                      on {row.sample.name} · <TextLink href={paths.compare([row.id])}>evaluation</TextLink>
                    </Text>
                    <ThreatMark level={row.strongestThreatLevel} detectorId={row.detector.id} />
                    <ControlMarks row={row} />
                  </TableTd>
                  <TableTd className={tableClasses.figures} fw={600}>
                    <Estimate value={row.macroAuc} low={row.macroAucLow} high={row.macroAucHigh} stacked />
                  </TableTd>
                  {attacks.map(({ key }) => {
                    const of = row.rows.find((entry) => keyOf(entry) === key);
                    return (
                      <TableTd key={key} className={tableClasses.figures}>
                        <Estimate value={of?.auc} low={of?.aucLow} high={of?.aucHigh} stacked />
                      </TableTd>
                    );
                  })}
                  <TableTd className={tableClasses.figures}>
                    {formatMilliseconds(row.millisecondsPerInput)}
                  </TableTd>
                </TableTr>
              );
            })}
          </TableTbody>
        </Table>
      </ScrollRegion>
    </>
  );
}

/** The controls that a detector flags: what it finds is then not that an image was attacked. */
function ControlMarks({ row: { rows } }: { row: LeaderboardEntryData }) {
  return rows
    .filter((of) => of.kind === 'CONTROL' && flagsControl(of))
    .map(({ attackSet, auc }) => (
      <Text key={attackSet?.id} size="xs" fw={600} title={flagsControlMeaning}>
        ▲ flags {attackSet?.name ?? 'a control'}, {formatUnit(auc)}
      </Text>
    ));
}

function CompareBar({
  rows,
  chosen,
  comparable,
}: {
  rows: readonly LeaderboardEntryData[];
  chosen: ReadonlySet<string>;
  comparable: readonly LeaderboardEntryData[];
}) {
  const ids = (chosen.size > 0 ? rows.filter(({ id }) => chosen.has(id)) : comparable)
    .slice(0, mostCompared)
    .map(({ id }) => id);
  return (
    <div className={classes.compareBar}>
      <ButtonLink href={paths.compare(ids)} size="xs" variant={chosen.size > 1 ? 'filled' : 'default'}>
        {chosen.size > 0 ? `Compare ${counted(chosen.size, 'detector')}` : `Compare all ${ids.length}`}
      </ButtonLink>
      <Text size="sm" c="dimmed" role="status">
        {chosen.size > 0
          ? 'All were scored on the same inputs, so their differences can be tested.'
          : `Choose some to compare only those. ${comparable.length < rows.length ? 'Only detectors scored on the same inputs can be compared.' : ''}`}
      </Text>
    </div>
  );
}

/** Attacks and controls of all rows, in the order in which they first come. */
function attackColumns(rows: readonly LeaderboardEntryData[]): { key: string; title: string }[] {
  const columns = new Map<string, string>();
  for (const entry of rows.flatMap(({ rows: all }) => all)) {
    if (!entry.attackSet || (entry.kind !== 'ATTACK' && entry.kind !== 'CONTROL')) continue;
    columns.set(
      keyOf(entry),
      entry.kind === 'CONTROL' ? `${entry.attackSet.name} (control)` : entry.attackSet.name,
    );
  }
  return [...columns].map(([key, title]) => ({ key, title }));
}

function keyOf({ kind, attackSet }: LeaderboardEntryData['rows'][number]): string {
  return `${kind} ${attackSet?.id}`;
}
