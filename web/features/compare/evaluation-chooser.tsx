'use client';

import { Button, Drawer, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconListCheck } from '@tabler/icons-react';
import { memo, useState } from 'react';
import type { Choosable } from './choosable-query';
import { EvaluationList } from './evaluation-list';

const mostEvaluations = 50;

/** The button and the drawer to choose what is compared. */
export const EvaluationChooser = memo(function EvaluationChooser({
  evaluations,
  chosen,
  onChoose,
}: {
  readonly evaluations: readonly Choosable[];
  readonly chosen: readonly string[];
  readonly onChoose: (ids: string[]) => void;
}) {
  const [opened, { open, close }] = useDisclosure();
  const [ticked, setTicked] = useState<string[]>([]);
  const isFit = ticked.length >= 1 && ticked.length <= mostEvaluations;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconListCheck size={16} />}
        onClick={() => {
          setTicked([...chosen]);
          open();
        }}
      >
        Choose detectors
      </Button>
      <Drawer opened={opened} onClose={close} position="right" title="Compare these detectors">
        <EvaluationList evaluations={evaluations} chosen={ticked} onChange={setTicked} />
        <Group mt="lg">
          <Button
            disabled={!isFit}
            onClick={() => {
              close();
              onChoose(ticked);
            }}
          >
            Compare {ticked.length}
          </Button>
          <Button variant="subtle" color="gray" onClick={close}>
            Cancel
          </Button>
        </Group>
      </Drawer>
    </>
  );
});
