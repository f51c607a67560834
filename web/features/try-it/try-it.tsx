'use client';

import { Alert, MultiSelect, Select, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Empty } from '../../parts/empty';
import { Section } from '../../parts/section';
import { formatShare } from '../../text/numbers';
import { detectorLooks } from '../../theme/colors';
import { AttackControl, attackInput, type ChosenAttack, liveAttacks } from './attack-control';
import { type ChosenImage, ImageChooser } from './image-chooser';
import { InBrowserSection } from './in-browser/in-browser-section';
import { TriedFigures } from './tried-figures';
import { TriedReasons } from './tried-reasons';
import { ScoresNote, TriedScores } from './tried-scores';
import classes from './try-it.module.css';
import type { TriedDetector, TryAttack } from './try-query';
import { useTry } from './use-try';

/** As many as one image is shown to at once. */
const mostDetectors = 12;
const own = 'own';

/** An image and what the detectors say of it, at once, while it is drawn and while its attack's epsilon is slid. */
export function TryIt({
  detector: { id, project, model },
  attackMethods,
  start,
}: {
  readonly detector: TriedDetector;
  readonly attackMethods: readonly TryAttack[];
  /** The input that the page was opened from. */
  readonly start: { readonly evaluationId: string; readonly index: number } | undefined;
}) {
  const [height = 1, width = 1, channels = 1] = model.dataset.inputShape;
  const shape = useMemo(() => ({ height, width, channels }), [height, width, channels]);
  const [image, setImage] = useState<ChosenImage | undefined>(start && { input: start });
  const [detectorIds, setDetectorIds] = useState<string[]>(() => firstChosen(id, model.detectors));
  const [attack, setAttack] = useState<ChosenAttack>();
  const [rate, setRate] = useState(own);
  const methods = useMemo(
    () => (model.format === 'LAYERS' ? liveAttacks(attackMethods) : []),
    [model.format, attackMethods],
  );
  const asked =
    image && detectorIds.length > 0 ? { detectorIds, image, ...attackInput(attack, methods) } : undefined;
  const { tried, refusal, pending, milliseconds } = useTry(asked);
  const looks = useMemo(
    () =>
      detectorLooks([
        ...project.leaderboard.map(({ detector }) => detector.name),
        ...model.detectors.map(({ name }) => name),
      ]),
    [project, model],
  );
  const thresholdOf = (of: string) => {
    const found = model.detectors.find((one) => one.id === of);
    if (rate === own) return found?.threshold ?? null;
    const at = found?.thresholds.find(
      (one) => one.rule === 'FALSE_POSITIVE_RATE' && String(one.rate) === rate,
    );
    return at?.threshold ?? null;
  };
  const isControl = methods.find(({ methodId }) => methodId === attack?.methodId)?.control ?? false;
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
      <div className={classes.results} aria-busy={pending}>
        <div className={classes.controls}>
          <MultiSelect
            size="xs"
            label="Detectors"
            className={classes.detectors}
            maxValues={mostDetectors}
            value={detectorIds}
            data={model.detectors
              .filter(({ ready }) => ready)
              .map(({ id: value, name }) => ({ value, label: name }))}
            onChange={setDetectorIds}
            hidePickedOptions
          />
          <Select
            size="xs"
            label="Threshold"
            w={210}
            allowDeselect={false}
            value={rate}
            data={[{ value: own, label: 'the detector’s own' }, ...ratesOf(model.detectors)]}
            onChange={(value) => setRate(value ?? own)}
          />
        </div>
        {methods.length > 0 ? (
          <AttackControl
            methods={methods}
            chosen={attack}
            bounds={model.bounds}
            size={height * width * channels}
            onChange={setAttack}
          />
        ) : (
          <Text size="sm" c="dimmed">
            {model.name} has no gradients: nothing attacks it while you wait.
          </Text>
        )}
        <Text size="xs" c="dimmed" className={classes.timing} role="status">
          {tried
            ? `Answered in ${Math.round(milliseconds)} ms: ${Math.round(tried.scoreMilliseconds)} ms model and detectors${
                tried.attacked ? `, ${Math.round(tried.attackMilliseconds)} ms attack` : ''
              }${tried.loadMilliseconds > 50 ? `, ${Math.round(tried.loadMilliseconds)} ms reading them into memory` : ''}`
            : pending
              ? 'Asking …'
              : ''}
        </Text>
        {refusal && (
          <Alert color="red" title="Not tried" mb="lg">
            {refusal}
          </Alert>
        )}
        {!tried && !refusal && !pending && (
          <Empty>
            Draw an image, give a picture, or choose one of the data set: what {model.name} and the detectors
            say of it stands here at once. Nothing of it is kept.
          </Empty>
        )}
        {tried && (
          <>
            <TriedFigures tried={tried} shape={shape} isControl={isControl} />
            <Section title={tried.attacked ? 'Scores, attacked' : 'Scores'} note={<ScoresNote />}>
              <TriedScores
                side={tried.attacked?.image ?? tried.given}
                group={tried.attacked ? (isControl ? 'CONTROL' : 'ADVERSARIAL') : 'AUTHENTIC'}
                looks={looks}
                thresholdOf={thresholdOf}
              />
            </Section>
            {tried.attacked && (
              <Section title="Scores, as given">
                <TriedScores side={tried.given} group="AUTHENTIC" looks={looks} thresholdOf={thresholdOf} />
              </Section>
            )}
            <InBrowserSection
              side={tried.given}
              serverMilliseconds={tried.scoreMilliseconds}
              channels={channels}
            />
            <TriedReasons tried={tried} taps={model.taps} />
          </>
        )}
      </div>
    </div>
  );
}

/** The detector whose page led here, and beside it the first of each other method: different reasons. */
function firstChosen(id: string, detectors: TriedDetector['model']['detectors']): string[] {
  const methods = new Set(detectors.flatMap((of) => (of.id === id ? of.methodId : [])));
  const others = detectors.filter(({ ready, methodId }) => {
    const isNew = ready && !methods.has(methodId);
    if (isNew) methods.add(methodId);
    return isNew;
  });
  return [id, ...others.map((of) => of.id)].slice(0, 4);
}

/** False positive rates at which all detectors have a threshold. */
function ratesOf(detectors: TriedDetector['model']['detectors']): { value: string; label: string }[] {
  const rates = detectors.flatMap(({ thresholds }) =>
    thresholds.flatMap(({ rule, rate }) => (rule === 'FALSE_POSITIVE_RATE' && rate !== null ? rate : [])),
  );
  return [...new Set(rates)]
    .sort((a, b) => a - b)
    .map((rate) => ({ value: String(rate), label: `${formatShare(rate)} false positives` }));
}
