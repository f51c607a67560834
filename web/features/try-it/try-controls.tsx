'use client';

import { MultiSelect, Select, Text } from '@mantine/core';
import { AttackControl, type ChosenAttack } from './attack-control';
import { mostDetectors, ownThreshold, thresholdChoices } from './tried-detectors';
import classes from './try-it.module.css';
import type { TriedDetector, TryAttack } from './try-query';

/** What an image is shown to, and what is done to it first. */
export interface TryChoice {
  readonly detectorIds: readonly string[];
  /** One of `thresholdChoices`. */
  readonly threshold: string;
  readonly attack: ChosenAttack | undefined;
}

/** Which detectors, at which threshold, after which attack. */
export function TryControls({
  model,
  methods,
  choice,
  onChange,
}: {
  readonly model: TriedDetector['model'];
  /** Attacks that can be set on one image; none for a model without gradients. */
  readonly methods: readonly TryAttack[];
  readonly choice: TryChoice;
  readonly onChange: (choice: TryChoice) => void;
}) {
  const { detectorIds, threshold, attack } = choice;
  return (
    <>
      <div className={classes.controls}>
        <MultiSelect
          size="xs"
          label="Detectors"
          className={classes.detectors}
          maxValues={mostDetectors}
          value={[...detectorIds]}
          data={model.detectors
            .filter(({ ready }) => ready)
            .map(({ id: value, name }) => ({ value, label: name }))}
          onChange={(ids) => onChange({ ...choice, detectorIds: ids })}
          hidePickedOptions
        />
        <Select
          size="xs"
          label="Threshold"
          w={210}
          allowDeselect={false}
          value={threshold}
          data={thresholdChoices(model.detectors)}
          onChange={(value) => onChange({ ...choice, threshold: value ?? ownThreshold })}
        />
      </div>
      {methods.length > 0 ? (
        <AttackControl
          methods={methods}
          chosen={attack}
          bounds={model.bounds}
          size={model.dataset.inputShape.reduce((all, side) => all * side, 1)}
          onChange={(chosen) => onChange({ ...choice, attack: chosen })}
        />
      ) : (
        <Text size="sm" c="dimmed">
          {model.name} has no gradients: nothing attacks it while you wait.
        </Text>
      )}
    </>
  );
}
