'use client';

import { Alert, Text } from '@mantine/core';
import { useMemo } from 'react';
import { Empty } from '../../parts/empty';
import { Section } from '../../parts/section';
import { projectLooks } from '../../theme/colors';
import type { InputShape } from './fit-picture';
import { InBrowserSection } from './in-browser/in-browser-section';
import { thresholdAt } from './tried-detectors';
import { TriedFigures } from './tried-figures';
import { TriedReasons } from './tried-reasons';
import { ScoresNote, TriedScores } from './tried-scores';
import classes from './try-it.module.css';
import type { Tried, TriedDetector } from './try-query';
import type { Trying } from './use-try';

interface Of {
  readonly detector: TriedDetector;
  readonly shape: InputShape;
  /** One of `thresholdChoices`. */
  readonly threshold: string;
  /** Whether what was done to the image is no attack. */
  readonly isControl: boolean;
}

/** What came of trying an image: how long it took, what was refused, or what model and detectors say. */
export function TryOutcome({ trying, ...of }: Of & { readonly trying: Trying }) {
  const { tried, refusal, pending } = trying;
  return (
    <>
      <Text size="xs" c="dimmed" className={classes.timing} role="status">
        {tried ? timingOf(tried, trying.milliseconds) : pending ? 'Asking …' : ''}
      </Text>
      {refusal && (
        <Alert color="red" title="Not tried" mb="lg">
          {refusal}
        </Alert>
      )}
      {!tried && !refusal && !pending && (
        <Empty>
          Draw an image, give a picture, or choose one of the data set: what {of.detector.model.name} and the
          detectors say of it stands here at once. Nothing of it is kept.
        </Empty>
      )}
      {tried && <Results tried={tried} {...of} />}
    </>
  );
}

function Results({
  tried,
  detector: { project, model },
  shape,
  threshold,
  isControl,
}: Of & { readonly tried: Tried }) {
  const looks = useMemo(
    () => projectLooks([...project.leaderboard.map(({ detector }) => detector), ...model.detectors]),
    [project, model],
  );
  const thresholdOf = (id: string) =>
    thresholdAt(
      threshold,
      model.detectors.find((one) => one.id === id),
    );
  return (
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
        channels={shape.channels}
      />
      <TriedReasons tried={tried} taps={model.taps} />
    </>
  );
}

/** Reading detectors into memory is worth a word when it took that long. */
const leastLoadMs = 50;

function timingOf({ scoreMilliseconds, attacked, attackMilliseconds, loadMilliseconds }: Tried, all: number) {
  const parts = [
    `${Math.round(scoreMilliseconds)} ms model and detectors`,
    attacked && `${Math.round(attackMilliseconds)} ms attack`,
    loadMilliseconds > leastLoadMs && `${Math.round(loadMilliseconds)} ms reading them into memory`,
  ];
  return `Answered in ${Math.round(all)} ms: ${parts.filter(Boolean).join(', ')}`;
}
