'use client';

import { readFragment } from '@fiducial/schema';
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr, Text } from '@mantine/core';
import { Fragment, useState } from 'react';
import { mostCompared, paths } from '../../lib/paths';
import tableClasses from '../../parts/data-table.module.css';
import { ButtonLink } from '../../parts/links';
import { PageLink } from '../../parts/page-link';
import { ScrollRegion } from '../../parts/scroll-region';
import { counted } from '../../text/names';
import { type AttackColumn, attackColumns } from './attack-columns';
import { comparableGroups } from './comparable-groups';
import { LeaderboardEntry, type LeaderboardEntryData, type LeaderboardEntryRef } from './leaderboard';
import { LeaderboardRow } from './leaderboard-row';
import classes from './project.module.css';

/** Detectors by macro-AUC among those scored on the same inputs, best first, with their AUC on each attack; chosen ones go side by side. */
export function LeaderboardTable({ entries }: { entries: readonly LeaderboardEntryRef[] }) {
  const groups = comparableGroups(entries.map((ref) => readFragment(LeaderboardEntry, ref)));
  const rows = groups.flat();
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
              {attacks.map((column) => (
                <AttackHead key={column.key} column={column} />
              ))}
              <TableTh ta="right" title="To score an input from its activations">
                ms per input
              </TableTh>
            </TableTr>
          </TableThead>
          <TableTbody>
            {groups.map((group, at) => (
              <Fragment key={group[0]?.id}>
                {at > 0 && (
                  <TableTr>
                    <TableTd className={tableClasses.check} />
                    <TableTd colSpan={attacks.length + 3} fw={500} c="dimmed">
                      On other inputs: not comparable with those above
                    </TableTd>
                  </TableTr>
                )}
                {group.map((row) => (
                  <LeaderboardRow
                    key={row.id}
                    row={row}
                    attacks={attacks}
                    chosen={chosen.has(row.id)}
                    foreign={digest !== undefined && row.inputsDigest !== digest}
                    onToggle={() => toggle(row.id)}
                  />
                ))}
              </Fragment>
            ))}
          </TableTbody>
        </Table>
      </ScrollRegion>
    </>
  );
}

/** The name of an attack in few lines; whole for who points at it, and on the attack's own page. */
function AttackHead({ column: { attackSetId, name, what, how } }: { column: AttackColumn }) {
  return (
    <TableTh ta="right" title="Area under the ROC curve: successful adversarials against authentic">
      <PageLink href={paths.attackSet(attackSetId)} className={classes.attack} title={name}>
        <span className={classes.attackName}>{what}</span>
        {how && <span className={classes.attackNote}>{how}</span>}
      </PageLink>
    </TableTh>
  );
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
