'use client';

import { Select } from '@mantine/core';
import { parseAsString, useQueryStates } from 'nuqs';
import { memo } from 'react';
import { useAnswer } from '../../lib/use-answer';
import { Section } from '../../parts/section';
import { TryAgain } from '../../parts/try-again';
import classes from './compare.module.css';
import type { ComparedDetector } from './compared-detector';
import type { DotFilter } from './disagreement-dots';
import { DisagreementPanel } from './disagreement-panel';
import { DisagreementQuery } from './disagreement-query';
import { useNear } from './use-near';
import type { WorkingPoint } from './use-threshold';

/** Whose scores are set against each other, as the address says it. */
const pairParsers = { x: parseAsString.withDefault(''), y: parseAsString.withDefault('') };

/** Score of one detector against that of another, an input a dot. Asked for when it comes near the screen. */
export const DisagreementSection = memo(function DisagreementSection({
  detectors,
  points,
  filter,
}: {
  readonly detectors: readonly ComparedDetector[];
  readonly points: readonly WorkingPoint[];
  readonly filter: DotFilter;
}) {
  const [chosen, setChosen] = useQueryStates(pairParsers);
  const [ref, near] = useNear<HTMLDivElement>();
  const placeOf = (id: string, otherwise: number) => {
    const place = detectors.findIndex((of) => of.id === id);
    return place < 0 ? otherwise : place;
  };
  const atX = placeOf(chosen.x, 0);
  const atY = placeOf(chosen.y, atX === 1 ? 0 : 1);
  const [x, y] = [detectors[atX], detectors[atY]];
  const { data, failed, again } = useAnswer(DisagreementQuery, { x: x?.id ?? '', y: y?.id ?? '' }, near);
  if (!x || !y) return null;
  const choose = (side: 'x' | 'y') => (
    <Select
      size="xs"
      className={classes.side}
      label={side === 'x' ? 'To the right' : 'Upwards'}
      allowDeselect={false}
      value={(side === 'x' ? x : y).id}
      data={detectors.map(({ id, name }) => ({
        value: id,
        label: name,
        disabled: id === (side === 'x' ? y : x).id,
      }))}
      onChange={(id) => setChosen({ [side]: id })}
    />
  );
  const ready =
    data?.x?.__typename === 'Evaluation' &&
    data.y?.__typename === 'Evaluation' &&
    data.x.id === x.id &&
    data.y.id === y.id;
  return (
    <Section title="Where they disagree" note="one dot an input; dashed: the thresholds">
      <div ref={ref} className={classes.sides}>
        {choose('x')}
        {choose('y')}
      </div>
      {ready && data.x?.__typename === 'Evaluation' && data.y?.__typename === 'Evaluation' ? (
        <DisagreementPanel
          sides={{ x, y }}
          scores={{ x: data.x, y: data.y }}
          thresholds={{ x: points[atX]?.threshold ?? 0, y: points[atY]?.threshold ?? 0 }}
          filter={filter}
        />
      ) : (
        <div className={classes.waiting} aria-busy={!failed}>
          {failed && <TryAgain again={again}>The scores did not come.</TryAgain>}
        </div>
      )}
    </Section>
  );
});
