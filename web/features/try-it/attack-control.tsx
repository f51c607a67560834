'use client';

import { NumberInput, Select, Slider, Text } from '@mantine/core';
import { formatNumber } from '../../text/numbers';
import classes from './try-it.module.css';
import type { TryAttack, TryVariables } from './try-query';

/** The attack that somebody has chosen, with where its slider stands. */
export interface ChosenAttack {
  readonly methodId: string;
  /** In input units. */
  readonly epsilon: number;
  readonly steps: number;
}

const noAttack = '';

/** Attacks that can be set on one image while its owner waits: gradients, a budget, no images of other classes. */
export function liveAttacks(methods: readonly TryAttack[]): TryAttack[] {
  return methods.filter(
    ({ methodId, goal, needs, control }) =>
      goal === 'FIXED_BUDGET' &&
      (needs === 'GRADIENTS' || control) &&
      methodId !== 'featureMatching' &&
      methodId !== 'autoAttack',
  );
}

const hasSteps = (attack: TryAttack | undefined) =>
  attack?.parameters.some(({ name }) => name === 'steps') ?? false;
const hasStepSize = (attack: TryAttack | undefined) =>
  attack?.parameters.some(({ name }) => name === 'stepSize') ?? false;

/** The attack as the API takes it: steps that together reach further than the ball. */
export function attackInput(
  chosen: ChosenAttack | undefined,
  methods: readonly TryAttack[],
): Pick<TryVariables, 'attack' | 'epsilon'> {
  const method = methods.find(({ methodId }) => methodId === chosen?.methodId);
  if (!chosen || !method || chosen.epsilon === 0) return {};
  const parameters = {
    ...(hasSteps(method) && { steps: chosen.steps }),
    ...(hasStepSize(method) && { stepSize: (2.5 * chosen.epsilon) / chosen.steps }),
  };
  // One of the methods that the API listed, as a field of the attack's input.
  return { attack: { [chosen.methodId]: parameters } as TryVariables['attack'], epsilon: chosen.epsilon };
}

/** Which attack, and how far it may go: the slider attacks anew as it moves. */
export function AttackControl({
  methods,
  chosen,
  bounds: [low = 0, high = 1],
  size,
  onChange,
}: {
  readonly methods: readonly TryAttack[];
  readonly chosen: ChosenAttack | undefined;
  readonly bounds: readonly number[];
  /** Number of values of an image. */
  readonly size: number;
  readonly onChange: (chosen: ChosenAttack | undefined) => void;
}) {
  const method = methods.find(({ methodId }) => methodId === chosen?.methodId);
  const range = high - low;
  // As far as a person would still know the image: 40 % of the range, or the like spread over all values.
  const most = 0.4 * range * (method?.norm === 'L2' ? Math.sqrt(size) / 2 : 1);
  const isPixels = method?.norm === 'Linf';
  return (
    <div className={classes.attack}>
      <Select
        size="xs"
        label="Attack"
        w={210}
        allowDeselect={false}
        value={chosen?.methodId ?? noAttack}
        data={[
          { value: noAttack, label: 'none' },
          ...methods.map(({ methodId, title, control }) => ({
            value: methodId,
            label: control ? `${title} (control)` : title,
          })),
        ]}
        onChange={(methodId) =>
          onChange(
            methodId
              ? { methodId, epsilon: chosen?.epsilon ?? (40 / 255) * range, steps: chosen?.steps ?? 10 }
              : undefined,
          )
        }
      />
      {chosen && (
        <div className={classes.epsilon}>
          <Text size="xs" fw={500} id="epsilon">
            Epsilon {formatNumber(chosen.epsilon)}
            {isPixels && (
              <Text span inherit c="dimmed">
                {' '}
                = {formatNumber((chosen.epsilon / range) * 255)} / 255
              </Text>
            )}
          </Text>
          <Slider
            min={0}
            max={most}
            step={most / 100}
            value={Math.min(chosen.epsilon, most)}
            onChange={(epsilon) => onChange({ ...chosen, epsilon })}
            label={null}
            thumbProps={{ 'aria-labelledby': 'epsilon' }}
          />
        </div>
      )}
      {chosen && hasSteps(method) && (
        <NumberInput
          size="xs"
          label="Steps"
          w={80}
          min={1}
          max={100}
          value={chosen.steps}
          onChange={(steps) => typeof steps === 'number' && steps >= 1 && onChange({ ...chosen, steps })}
        />
      )}
    </div>
  );
}
