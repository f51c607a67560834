'use client';

import { Button, CloseButton, Popover, UnstyledButton } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { ConditionForm } from './condition-form';
import { type Clause, inWords } from './run-conditions';
import classes from './runs.module.css';
import type { RunNamesData } from './runs-query';
import { runsSearch } from './runs-search';

/** What a list of runs is narrowed by: each to be changed or taken away, and more to be added. All of it must hold. */
export function ConditionList({ names }: { names: RunNamesData }) {
  const [{ where }, setSearch] = useQueryStates(runsSearch, { shallow: false });
  const clauses = where ?? [];
  const put = (next: readonly Clause[]) => void setSearch({ where: next.length > 0 ? [...next] : null });
  return (
    <ul className={classes.conditions} aria-label="Conditions">
      {clauses.map((clause, at) => (
        <li key={inWords(clause)} className={classes.condition}>
          <ConditionPopover
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
        <ConditionPopover names={names} onDone={(next) => put([...clauses, next])} />
      </li>
    </ul>
  );
}

function ConditionPopover({
  names,
  clause,
  onDone,
}: {
  names: RunNamesData;
  clause?: Clause;
  onDone: (clause: Clause) => void;
}) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus width="min(560px, 94vw)">
      <Popover.Target>
        {clause ? (
          <UnstyledButton fz="sm" title="Change it" onClick={() => setOpened(!opened)}>
            {inWords(clause)}
          </UnstyledButton>
        ) : (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconFilter size={14} aria-hidden="true" />}
            onClick={() => setOpened(!opened)}
          >
            Add a condition
          </Button>
        )}
      </Popover.Target>
      <Popover.Dropdown>
        <ConditionForm
          names={names}
          clause={clause}
          onDone={(next) => {
            setOpened(false);
            onDone(next);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
