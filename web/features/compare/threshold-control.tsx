'use client';

import { NumberInput, SegmentedControl, Slider, Text } from '@mantine/core';
import { formatNumber, formatShare } from '../../text/numbers';
import classes from './compare.module.css';
import { type AuthenticCounts, leastRate, percent, resolutionWords } from './rate-resolution';
import type { ThresholdSetting } from './use-threshold';

const mostRate = 0.5;
const marks = [0.01, 0.05, 0.2, 0.5];
/** Closer to the first mark, the words of the next one would lie over its. */
const leastBetweenMarks = 1.6;
const handSteps = 1000;
/** Of a rate, 6 % of it: below 5 % the next place of two digits would be the same one, and arrow keys would not move it. */
const [rateStep, stepFactor] = [10, 1.064];

interface ThresholdControlProps {
  readonly setting: ThresholdSetting;
  /** Least and greatest score. */
  readonly range: readonly [number, number];
  /** What false positive rates are counted over; null where there is nothing to count. */
  readonly authentic: AuthenticCounts | null;
  /** While the slider moves. */
  readonly onMove: (setting: ThresholdSetting) => void;
  /** When a value is settled. */
  readonly onKeep: (setting: ThresholdSetting) => void;
}

/** The one threshold of the page: the false positive rate that all may have, one value set by hand, or each one's own. */
export function ThresholdControl(props: ThresholdControlProps) {
  const { setting, range, authentic, onKeep } = props;
  const [low, high] = range;
  const choices: Readonly<Record<ThresholdSetting['by'], ThresholdSetting>> = {
    falsePositiveRate: { by: 'falsePositiveRate', value: 0.05 },
    own: { by: 'own', value: null },
    hand: { by: 'hand', value: (low + high) / 2 },
  };
  return (
    <fieldset className={classes.threshold}>
      <legend className={classes.controlLabel}>
        Threshold{' '}
        {setting.by === 'falsePositiveRate' && authentic && (
          <span className={classes.quiet}>{resolutionWords(setting.value, authentic)}</span>
        )}
      </legend>
      <SegmentedControl
        size="xs"
        aria-label="How the threshold is set"
        value={setting.by}
        data={[
          { value: 'falsePositiveRate', label: 'by FPR' },
          { value: 'own', label: 'detector’s own' },
          { value: 'hand', label: 'by hand' },
        ]}
        onChange={(by) => onKeep(choices[by as ThresholdSetting['by']])} // one of the data above
      />
      {setting.by === 'own' ? (
        <Text size="xs" c="dimmed">
          Each detector at the threshold that was set on its validation images when it was fitted.
        </Text>
      ) : (
        <ThresholdValue {...props} setting={setting} />
      )}
    </fieldset>
  );
}

/** The rate or the value, by slider and as a number. */
function ThresholdValue({
  setting,
  range: [low, high],
  authentic,
  onMove,
  onKeep,
}: ThresholdControlProps & { readonly setting: Exclude<ThresholdSetting, { by: 'own' }> }) {
  const byRate = setting.by === 'falsePositiveRate';
  const least = leastRate(authentic);
  const steps = byRate ? rateStep * Math.floor(Math.log(mostRate / least) / Math.log(stepFactor)) : handSteps;
  const valueAt = (place: number) =>
    byRate ? roundRate(least * (mostRate / least) ** (place / steps)) : low + ((high - low) * place) / steps;
  const placeOf = (value: number) =>
    byRate
      ? (steps * Math.log(Math.max(least, value) / least)) / Math.log(mostRate / least)
      : (steps * (value - low)) / (high - low);
  const place = Math.max(0, Math.min(steps, placeOf(setting.value)));
  const inWords = byRate ? formatShare : formatNumber;
  return (
    <>
      <Slider
        className={classes.slider}
        size="sm"
        label={null}
        min={0}
        max={steps}
        step={byRate ? rateStep : 1}
        value={place}
        marks={
          byRate
            ? [least, ...marks.filter((rate) => rate > least * leastBetweenMarks)].map((rate) => ({
                value: placeOf(rate),
                label: percent(rate),
              }))
            : [0, 0.25, 0.5, 0.75, 1].map((part) => ({
                value: part * steps,
                label: formatNumber(low + part * (high - low)),
              }))
        }
        // A setting beyond the ends of the slider, as of an address, is said as it is.
        thumbValueText={(at) => inWords(at === place ? setting.value : valueAt(at))}
        thumbLabel={byRate ? 'False positive rate on the test images' : 'Threshold'}
        onChange={(at) => onMove({ by: setting.by, value: valueAt(at) })}
        onChangeEnd={(at) => onKeep({ by: setting.by, value: valueAt(at) })}
      />
      <NumberInput
        size="xs"
        className={classes.thresholdValue}
        aria-label={byRate ? 'False positive rate in percent' : 'Threshold'}
        value={byRate ? Number((100 * setting.value).toPrecision(4)) : Number(setting.value.toPrecision(4))}
        min={byRate ? 0 : undefined}
        max={byRate ? 100 : undefined}
        clampBehavior={byRate ? 'strict' : 'none'}
        step={byRate ? 0.5 : 0.01}
        suffix={byRate ? ' %' : undefined}
        onChange={(value) => {
          if (typeof value === 'number' && Number.isFinite(value))
            onKeep({ by: setting.by, value: byRate ? value / 100 : value });
        }}
      />
    </>
  );
}

/** Two significant digits: a rate of 3.1623 % would be no easier to hit and harder to read. */
function roundRate(rate: number): number {
  return Number(rate.toPrecision(2));
}
