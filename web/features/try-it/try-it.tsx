'use client';

import { useMemo, useState } from 'react';
import { attackInput, liveAttacks } from './attack-control';
import { type ChosenImage, ImageChooser } from './image-chooser';
import { firstChosen, ownThreshold } from './tried-detectors';
import { TryOutcome } from './tried-results';
import { type TryChoice, TryControls } from './try-controls';
import classes from './try-it.module.css';
import type { TriedDetector, TryAttack } from './try-query';
import { useTry } from './use-try';

/** An image and what the detectors say of it, at once, while it is drawn and while its attack's epsilon is slid. */
export function TryIt({
  detector,
  attackMethods,
  start,
}: {
  readonly detector: TriedDetector;
  readonly attackMethods: readonly TryAttack[];
  /** The input that the page was opened from. */
  readonly start: { readonly evaluationId: string; readonly index: number } | undefined;
}) {
  const { id, model } = detector;
  const [height = 1, width = 1, channels = 1] = model.dataset.inputShape;
  const shape = useMemo(() => ({ height, width, channels }), [height, width, channels]);
  const [image, setImage] = useState<ChosenImage | undefined>(start && { input: start });
  const [choice, setChoice] = useState<TryChoice>(() => ({
    detectorIds: firstChosen(id, model.detectors),
    threshold: ownThreshold,
    attack: undefined,
  }));
  const methods = useMemo(
    () => (model.format === 'LAYERS' ? liveAttacks(attackMethods) : []),
    [model.format, attackMethods],
  );
  const { detectorIds, attack, threshold } = choice;
  const asked =
    image && detectorIds.length > 0
      ? { detectorIds: [...detectorIds], image, ...attackInput(attack, methods) }
      : undefined;
  const trying = useTry(asked);
  return (
    <div className={classes.page}>
      <section aria-label="Image" className={classes.chooser}>
        <ImageChooser
          dataset={model.dataset}
          shape={shape}
          image={image}
          fromInput={start && `Input ${start.index}`}
          onImage={setImage}
        />
      </section>
      <div className={classes.results} aria-busy={trying.pending}>
        <TryControls model={model} methods={methods} choice={choice} onChange={setChoice} />
        <TryOutcome
          trying={trying}
          detector={detector}
          shape={shape}
          threshold={threshold}
          isControl={methods.find(({ methodId }) => methodId === attack?.methodId)?.control ?? false}
        />
      </div>
    </div>
  );
}
