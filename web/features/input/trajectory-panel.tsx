'use client';

import { SegmentedControl } from '@mantine/core';
import { parseAsString, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { TrajectoryPlane } from '../../charts/trajectory-plane';
import { TrajectoryStack } from '../../charts/trajectory-stack';
import { useAnswer } from '../../lib/use-answer';
import { ScrollRegion } from '../../parts/scroll-region';
import { TryAgain } from '../../parts/try-again';
import { ClassDistances } from './class-distances-table';
import classes from './input.module.css';
import { otherClassesWords, planeWords } from './plane-words';
import { distanceTitle, trajectoryDrawing } from './trajectory-drawing';
import { TrajectoryKey } from './trajectory-key';
import { type Trajectory, type TrajectoryInput, TrajectoryQuery } from './trajectory-query';

/** A kind of reference points and distances, by an evaluation that has them. */
export interface TrajectoryChoice {
  readonly evaluationId: string;
  readonly title: string;
}

/** Figure 2 of the article: planes of all layers with the paths through them, and one plane at large. */
export function TrajectoryPanel({
  choices,
  first,
  index,
}: {
  readonly choices: readonly TrajectoryChoice[];
  /** The input under the first of the choices, so that the page comes with it. */
  readonly first: TrajectoryInput;
  readonly index: number;
}) {
  const [{ planes }, setState] = useQueryStates({ planes: parseAsString.withDefault('') });
  const chosen = choices.find(({ title }) => title === planes) ?? choices[0];
  const isFirst = chosen === choices[0];
  const { data, failed, pending, again } = useAnswer(
    TrajectoryQuery,
    { id: chosen?.evaluationId ?? '', index },
    !isFirst,
  );
  const input = isFirst ? first : data?.input;
  return (
    <div aria-busy={pending}>
      {choices.length > 1 && (
        <ScrollRegion className={classes.planeChoice} label="Kinds of reference points">
          <SegmentedControl
            size="xs"
            aria-label="Reference points and distance"
            value={chosen?.title ?? ''}
            data={choices.map(({ title }) => title)}
            onChange={(title) => setState({ planes: title })}
          />
        </ScrollRegion>
      )}
      {input?.trajectory ? (
        <Planes input={input} trajectory={input.trajectory} />
      ) : (
        <p className={classes.quiet} style={{ minHeight: 320 }}>
          {failed ? (
            <TryAgain again={again}>The planes did not come.</TryAgain>
          ) : (
            'The planes are on their way.'
          )}
        </p>
      )}
    </div>
  );
}

function Planes({ input, trajectory }: { readonly input: TrajectoryInput; readonly trajectory: Trajectory }) {
  const [{ layer }, setState] = useQueryStates({ layer: parseAsString.withDefault('') });
  const drawing = useMemo(() => trajectoryDrawing(input, trajectory), [input, trajectory]);
  const names = drawing.planes.map(({ layer: name }) => name);
  const focus = names.includes(layer) ? names.indexOf(layer) : names.length - 1;
  const plane = trajectory.planes[focus];
  if (!plane) return null;
  const others = otherClassesWords(plane, {
    otherClasses: trajectory.otherClasses,
    shown: drawing.classes.length,
  });
  const what = distanceTitle(trajectory.distance);
  return (
    <>
      <TrajectoryStack
        drawing={drawing}
        focus={focus}
        onFocus={(at) => setState({ layer: names[at] ?? null })}
        height={300}
        fileName={`trajectory-${input.index}`}
        description={`The path of this input through ${names.length} layers among ${drawing.classes.length} classes and ${drawing.paths.filter(({ kind }) => kind === 'authentic').length} authentic inputs of the predicted class.`}
        title={
          <>
            The path through the layers{' '}
            <span className={classes.quiet}>shallow to deep; each plane to its own scale</span>
          </>
        }
      />
      <TrajectoryKey group={input.group} drawing={drawing} />
      <ScrollRegion className={classes.planeChoice} label="Layers to look at">
        <SegmentedControl
          size="xs"
          aria-label="Layer to look at"
          value={names[focus] ?? ''}
          data={names}
          onChange={(name) => setState({ layer: name })}
        />
      </ScrollRegion>
      <div className={classes.plane}>
        <TrajectoryPlane
          drawing={drawing}
          plane={focus}
          height={440}
          fileName={`plane-${input.index}-${plane.layer}`}
          description={`Plane of ${plane.layer}: ${drawing.classes.length} reference points and where this input falls.`}
          title={
            <>
              The plane of {plane.layer}{' '}
              <span className={classes.quiet}>small dots: some authentic inputs of each class</span>
            </>
          }
        />
        <ClassDistances drawing={drawing} plane={focus} title={`${what} in ${plane.layer}`} />
      </div>
      <p className={classes.planeWords}>
        {planeWords(plane)} {others}
      </p>
    </>
  );
}
