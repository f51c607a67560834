import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { paths, thingPath } from '../../lib/paths';
import { Ago } from '../../parts/ago';
import { TextLink } from '../../parts/links';
import { typeTitles, unbroken } from '../../text/names';
import { formatDuration } from '../../text/times';
import { headlineOf } from './headline-of';
import { PrioritySelect } from './priority-select';
import { priorityWords } from './priority-words';
import type { OwnColumnKey } from './run-columns';
import { RunProgressBar } from './run-progress';
import type { RunRowData } from './run-row';
import { RunStatus } from './run-status';
import classes from './runs.module.css';

/** What a run's name is, with what kind of work it is. */
export function RunNameCell({ run }: { run: RunRowData }) {
  return (
    <div className={classes.twoLines}>
      <TextLink href={paths.run(run.id)} title={run.title} tabIndex={-1}>
        {unbroken(run.title)}
      </TextLink>
      <Text size="xs" c="dimmed" truncate>
        {run.kindTitle}
        {run.reusedFrom && ' · reused from an equal run'}
      </Text>
    </div>
  );
}

/** What a run that has ended amounts to, or why it failed. */
function Outcome({ run }: { run: RunRowData }) {
  const words = run.failure?.message ?? headlineOf(run);
  return (
    words && (
      <Text size="xs" c="dimmed" truncate title={words}>
        {words}
      </Text>
    )
  );
}

/** How the columns of what every run has are drawn. */
export const ownCells: Readonly<
  Record<OwnColumnKey, (run: RunRowData, patch: (change: Partial<RunRowData>) => void) => ReactNode>
> = {
  'run:status': (run) =>
    run.status === 'RUNNING' && run.progress ? (
      <RunProgressBar progress={run.progress} />
    ) : (
      <div className={classes.twoLines}>
        <RunStatus status={run.status} />
        <Outcome run={run} />
      </div>
    ),
  'run:project': ({ project: { id, name } }) => (
    <TextLink href={paths.project(id)} c="dimmed" title={name} tabIndex={-1}>
      {name}
    </TextLink>
  ),
  'run:priority': ({ id, title, status, priority }, patch) =>
    status === 'WAITING' || status === 'QUEUED' ? (
      <PrioritySelect
        id={id}
        priority={priority}
        label={`Priority of ${title}`}
        onChanged={(next) => patch({ priority: next })}
      />
    ) : (
      <Text size="sm" c="dimmed">
        {priorityWords[priority]}
      </Text>
    ),
  'run:made': ({ thing, status }) => {
    const path = thing && 'id' in thing ? thingPath(thing) : undefined;
    return thing && path && status === 'SUCCEEDED' ? (
      <TextLink href={path} aria-label={`${typeTitles[thing.__typename]} ${thing.name}`} tabIndex={-1}>
        {typeTitles[thing.__typename]}
      </TextLink>
    ) : (
      '–'
    );
  },
  'run:by': ({ createdByName }) => createdByName ?? '–',
  'run:took': ({ seconds }) => formatDuration(seconds),
  'run:launched': ({ createdAt }) => <Ago at={createdAt} />,
  'run:ended': ({ finishedAt }) => (finishedAt ? <Ago at={finishedAt} /> : '–'),
};
