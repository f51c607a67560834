'use client';

import { Text } from '@mantine/core';
import dynamic from 'next/dynamic';
import { paths } from '../../lib/paths';
import { TextLink } from '../../parts/links';
import { Section } from '../../parts/section';
import { formatCount } from '../../text/numbers';
import { formatDuration } from '../../text/times';
import classes from './run.module.css';
import type { RunPageData } from './run-details';
import { loggedKind } from './run-kinds';
import { Track } from './run-progress';
import { useRunEvents } from './use-run-events';

const MetricCurves = dynamic(() => import('./metric-curves').then(({ MetricCurves }) => MetricCurves));

/** The stages and curves of a run, live while it computes. */
export function RunLive({ run }: { run: RunPageData }) {
  const { progress, steps, metrics } = useRunEvents(run);
  const running = run.status === 'RUNNING';
  const curves = metrics.some(({ steps: points }) => points.length > 1) && (
    <Section title="Curves">
      <MetricCurves metrics={metrics} name={run.title} />
    </Section>
  );
  // The code of a logged run has no stages.
  if (run.kind === loggedKind) return curves;
  return (
    <>
      <Section
        title="Stages"
        note={
          running && progress?.secondsLeft
            ? `about ${formatDuration(progress.secondsLeft)} left in this stage`
            : undefined
        }
      >
        {steps.length > 0 ? (
          <div className={classes.lines}>
            {steps.map((step, at) => (
              <Stage
                key={step.name}
                step={step}
                // A run that broke off left its last stage as it was.
                complete={step.finishedAt !== null && (at < steps.length - 1 || run.status === 'SUCCEEDED')}
              />
            ))}
          </div>
        ) : (
          <NoStage run={run} />
        )}
      </Section>
      {curves}
    </>
  );
}

const waitingWords: Readonly<Record<string, string>> = {
  WAITING: 'Its inputs are not all made yet. It begins by itself when they are.',
  QUEUED: 'It waits for a free worker and begins by itself.',
  RUNNING: 'A worker has taken it; the first stage begins in a moment.',
};

function NoStage({ run: { status, reusedFrom } }: { run: RunPageData }) {
  return (
    <Text c="dimmed">
      {reusedFrom ? (
        <>
          Taken over from <TextLink href={paths.run(reusedFrom.id)}>{reusedFrom.title}</TextLink>: nothing was
          computed.
        </>
      ) : (
        (waitingWords[status] ?? 'No stage was begun.')
      )}
    </Text>
  );
}

function Stage({ step, complete }: { step: RunPageData['steps'][number]; complete: boolean }) {
  const { name, done, total, unit, seconds } = step;
  const fraction = complete ? 1 : total > 0 ? done / total : 0;
  return (
    <div className={`${classes.line} ${classes.stage}`}>
      <span className={classes.name}>{name.charAt(0).toUpperCase() + name.slice(1)}</span>
      <div className={classes.progress}>
        <Track label={name} fraction={fraction} />
        <div className={classes.words}>
          <span>
            {formatCount(complete ? total : done)} of {formatCount(total)} {unit}
          </span>
        </div>
      </div>
      <Text size="sm" c="dimmed" ta="right">
        {seconds === null ? '' : formatDuration(seconds)}
      </Text>
    </div>
  );
}
