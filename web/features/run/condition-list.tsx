'use client';

import { CloseButton } from '@mantine/core';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { late } from '../../parts/late';
import { ConditionButton } from './condition-button';
import { type Clause, inWords } from './run-conditions';
import classes from './runs.module.css';
import type { RunNamesData } from './runs-query';
import { runsSearch } from './runs-search';

/** Loaded when first opened. */
const ConditionPopover = late(
  () => import('./condition-popover').then(({ ConditionPopover }) => ConditionPopover),
  <ConditionButton clause={undefined} disabled />,
);

/** What a list of runs is narrowed by: each to be changed or taken away, and more to be added. All of it must hold. */
export function ConditionList({ names }: { names: RunNamesData }) {
  const [{ where }, setSearch] = useQueryStates(runsSearch, { shallow: false });
  const clauses = where ?? [];
  const put = (next: readonly Clause[]) => void setSearch({ where: next.length > 0 ? [...next] : null });
  return (
    <ul className={classes.conditions} aria-label="Conditions">
      {clauses.map((clause, at) => (
        <li key={inWords(clause)} className={classes.condition}>
          <ConditionEntry
            names={names}
            clause={clause}
            onDone={(next) => put(clauses.map((one, place) => (place === at ? next : one)))}
          />
          <CloseButton
            size="xs"
            aria-label={`Take away: ${inWords(clause)}`}
            onClick={() => put(clauses.filter((_, place) => place !== at))}
          />
        </li>
      ))}
      <li>
        <ConditionEntry names={names} onDone={(next) => put([...clauses, next])} />
      </li>
    </ul>
  );
}

function ConditionEntry(props: { names: RunNamesData; clause?: Clause; onDone: (clause: Clause) => void }) {
  const [wanted, setWanted] = useState(false);
  if (wanted) return <ConditionPopover {...props} />;
  return <ConditionButton clause={props.clause} aria-haspopup="dialog" onClick={() => setWanted(true)} />;
}
