import { Text } from '@mantine/core';
import { paths } from '../../lib/paths';
import { type Column, DataTable } from '../../parts/data-table';
import { TextLink } from '../../parts/links';
import { unbroken } from '../../text/names';
import { formatCount, formatEpsilon, formatNumber, formatShare } from '../../text/numbers';
import { levelTitles, type Threat } from './threat-query';

interface Row {
  readonly threat: Threat;
  readonly budget: Threat['budgets'][number];
  /** Whether it is the first line of its attack. */
  readonly first: boolean;
}

/** What got past the detector, by what the attacker knew and at each budget. */
export function ThreatTable({ threats }: { threats: readonly Threat[] }) {
  const rows = threats.flatMap((threat) =>
    threat.budgets.map((budget, at): Row => ({ threat, budget, first: at === 0 })),
  );
  return (
    <DataTable
      label="Evasion by knowledge and budget"
      rows={rows}
      rowKey={({ threat, budget }) => `${threat.attackSet.id} ${budget.epsilon}`}
      columns={[
        { title: 'Attacker', cell: ({ threat, first }) => first && levelTitles[threat.level] },
        { title: 'Attack', cell: ({ threat, first }) => first && <AttackName threat={threat} /> },
        {
          title: 'Epsilon',
          figures: true,
          cell: ({ threat, budget }) => `${formatEpsilon(budget.epsilon)} ${threat.norm}`,
        },
        {
          title: 'Fooled',
          hint: 'Test images that fool the classifier, flagged or not',
          figures: true,
          cell: ({ budget }) => `${formatCount(budget.successful)} of ${formatCount(budget.attacked)}`,
        },
        evasionColumn(0, 'Evade at 5 % FPR'),
        evasionColumn(1, 'Evade at 1 % FPR'),
        normColumn('Mean L2', 'meanL2', 'Euclidean length'),
        normColumn('Mean Linf', 'meanLinf', 'greatest change'),
      ]}
    />
  );
}

function AttackName({ threat: { attackSet, evaluation } }: { threat: Threat }) {
  return (
    <>
      <TextLink href={paths.attackSet(attackSet.id)}>{attackSet.attack?.title ?? attackSet.name}</TextLink>
      {attackSet.surrogate && (
        <Text size="xs" c="dimmed">
          knew{' '}
          <TextLink href={paths.detector(attackSet.surrogate.id)}>
            {unbroken(attackSet.surrogate.name)}
          </TextLink>
        </Text>
      )}
      {evaluation && (
        <Text size="xs" c="dimmed">
          scored in an <TextLink href={paths.compare([evaluation.id])}>evaluation</TextLink>
        </Text>
      )}
    </>
  );
}

function evasionColumn(at: number, title: string): Column<Row> {
  return {
    title,
    hint: 'Share of the test images that fool the classifier with an exact score that is not flagged',
    figures: true,
    cell: ({ budget: { evasions } }) => formatShare(evasions[at]?.evasionRate),
  };
}

function normColumn(title: string, norm: 'meanL2' | 'meanLinf', words: string): Column<Row> {
  return {
    title,
    hint: `Mean ${words} of the images that evade at 5 % false positives, in input units`,
    figures: true,
    cell: ({ budget: { evasions } }) => formatNumber(evasions[0]?.[norm]),
  };
}
