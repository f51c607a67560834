'use client';

import { Popover } from '@mantine/core';
import { useOpenAtOnce } from '../../parts/use-open-at-once';
import { ConditionButton } from './condition-button';
import { ConditionForm } from './condition-form';
import type { Clause } from './run-conditions';
import type { RunNamesData } from './runs-query';

/** The form of a condition beside its button, open as soon as it is there. */
export function ConditionPopover({
  names,
  clause,
  onDone,
}: {
  names: RunNamesData;
  clause?: Clause;
  onDone: (clause: Clause) => void;
}) {
  const { target, opened, setOpened } = useOpenAtOnce();
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      trapFocus
      returnFocus
      width="min(560px, 94vw)"
    >
      <Popover.Target>
        <ConditionButton ref={target} clause={clause} onClick={() => setOpened(!opened)} />
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
