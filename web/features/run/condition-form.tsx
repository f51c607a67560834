'use client';

import { Button, CloseButton, Group, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ConditionLine } from './condition-line';
import { type Clause, type Condition, clauseOf, isWhole, partsOf } from './run-conditions';
import type { RunNamesData } from './runs-query';

const mostInGroup = 10;

interface Line {
  readonly key: number;
  readonly condition: Condition;
}

/** Sets what a list of runs is narrowed by: one condition, or several of which any must hold. */
export function ConditionForm({
  names,
  clause,
  onDone,
}: {
  names: RunNamesData;
  /** What is changed; a new one without it. */
  clause?: Clause | undefined;
  onDone: (clause: Clause) => void;
}) {
  const fresh: Condition =
    names.metricNames.length > 0
      ? { on: 'metric', name: '', of: 'LAST', sign: 'below', value: '' }
      : { on: 'parameter', name: '', of: 'LAST', sign: 'equals', value: '' };
  const [lines, setLines] = useState<readonly Line[]>(() =>
    (clause ? partsOf(clause) : [fresh]).map((condition, key) => ({
      key,
      condition: { of: 'LAST', ...condition },
    })),
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    onDone(
      clauseOf(
        lines.map(({ condition }) => {
          const { of: _, ...plain } = condition;
          return condition.on === 'metric' ? condition : plain;
        }),
      ),
    );
  };
  const add = () => setLines([...lines, { key: (lines.at(-1)?.key ?? 0) + 1, condition: fresh }]);
  return (
    <form onSubmit={onSubmit} aria-label="Condition">
      <Stack gap="xs">
        {lines.map(({ key, condition }, at) => (
          <Stack gap={4} key={key}>
            {at > 0 && (
              <Text size="xs" c="dimmed">
                or
              </Text>
            )}
            <ConditionLine
              condition={condition}
              names={names}
              onChange={(next) =>
                setLines(lines.map((line) => (line.key === key ? { key, condition: next } : line)))
              }
            >
              {lines.length > 1 && (
                <CloseButton
                  aria-label={`Take condition ${at + 1} away`}
                  onClick={() => setLines(lines.filter((line) => line.key !== key))}
                />
              )}
            </ConditionLine>
          </Stack>
        ))}
        <Group justify="space-between" mt={4}>
          <Button variant="subtle" size="xs" disabled={lines.length >= mostInGroup} onClick={add}>
            Or…
          </Button>
          <Button type="submit" size="xs" disabled={!lines.every(({ condition }) => isWhole(condition))}>
            {clause ? 'Change it' : 'Add it'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
