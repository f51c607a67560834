import { SegmentedControl, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './compare.module.css';
import type { Comparison } from './compare-query';
import { type CompareState, denominators } from './compare-state';

interface Props {
  readonly attackSets: Comparison['attackSets'];
  readonly state: Pick<CompareState, 'attack' | 'over'>;
  readonly onChange: (change: { attack: string | null } | { over: CompareState['over'] }) => void;
  /** What else drives the panels. */
  readonly children: ReactNode;
}

/** What all panels follow: the attack, which inputs the metrics are over, the threshold. */
export function CompareControls({ attackSets, state, onChange, children }: Props) {
  return (
    <div className={classes.controls}>
      <Select
        size="xs"
        label="Attack"
        className={classes.attack}
        allowDeselect={false}
        value={state.attack}
        data={[
          { value: '', label: 'All attacks pooled' },
          ...attackSets.map(({ id, name, control }) => ({
            value: id,
            label: control ? `${name} (control)` : name,
          })),
        ]}
        onChange={(value) => onChange({ attack: value || null })}
      />
      <fieldset className={classes.control}>
        <legend className={classes.controlLabel}>Metrics over</legend>
        <SegmentedControl
          size="xs"
          aria-label="Which inputs the metrics are over"
          value={state.over}
          data={denominators.map(({ value, label }) => ({ value, label }))}
          onChange={(value) => onChange({ over: value as typeof state.over })} // one of the data above
        />
      </fieldset>
      {children}
    </div>
  );
}
