'use client';

import { CloseButton } from '@mantine/core';
import { useQueryStates } from 'nuqs';
import classes from './run.module.css';
import { inWords } from './run-conditions';
import { runsSearch } from './runs-search';

/** The conditions that a list of runs is narrowed by, each with a button that takes it away. */
export function ConditionList() {
  const [{ where }, setSearch] = useQueryStates(runsSearch, { shallow: false });
  if (!where) return null;
  const without = (gone: number) => where.filter((_, at) => at !== gone);
  return (
    <ul className={classes.conditions} aria-label="Conditions">
      {where.map((condition, at) => (
        <li key={inWords(condition)} className={classes.condition}>
          {inWords(condition)}
          <CloseButton
            size="xs"
            aria-label={`Take away: ${inWords(condition)}`}
            onClick={() =>
              setSearch({ where: where.length > 1 ? without(at) : null, after: null, before: null })
            }
          />
        </li>
      ))}
    </ul>
  );
}
