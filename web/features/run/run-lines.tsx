'use client';

import { Text } from '@mantine/core';
import { paths } from '../../lib/paths';
import { Ago } from '../../parts/ago';
import { TextLink } from '../../parts/links';
import { unbroken } from '../../text/names';
import { formatDuration } from '../../text/times';
import { CancelButton } from './cancel-button';
import { headlineOf } from './headline-of';
import classes from './run.module.css';
import { RunProgressBar } from './run-progress';
import type { RunRowData, RunRowRef } from './run-row';
import { RunStatus } from './run-status';
import { useLiveRuns } from './use-live-runs';

/** A few runs, live, one line each. */
export function RunLines({
  runs,
  projectIds,
  withProject = false,
}: {
  runs: readonly RunRowRef[];
  projectIds: readonly string[];
  withProject?: boolean;
}) {
  const rows = useLiveRuns(runs, projectIds);
  return (
    <div className={classes.lines}>
      {rows.map((run) => (
        <RunLine key={run.id} run={run} withProject={withProject} />
      ))}
    </div>
  );
}

function RunLine({ run, withProject }: { run: RunRowData; withProject: boolean }) {
  return (
    <div className={classes.line}>
      <div className={classes.name}>
        <TextLink href={paths.run(run.id)}>{unbroken(run.title)}</TextLink>
        <Text size="xs" c="dimmed">
          {run.kindTitle}
          {withProject && ` · ${run.project.name}`}
        </Text>
      </div>
      <div>
        {run.status === 'RUNNING' && run.progress ? (
          <RunProgressBar progress={run.progress} />
        ) : (
          <>
            <RunStatus status={run.status} />
            <Text size="xs" c="dimmed">
              {headlineOf(run)}
            </Text>
          </>
        )}
      </div>
      <Text component="div" size="sm" c="dimmed" ta="right">
        {run.cancellable ? (
          <CancelButton id={run.id} title={run.title} compact />
        ) : (
          <span title={run.seconds === null ? undefined : `took ${formatDuration(run.seconds)}`}>
            <Ago at={run.finishedAt ?? run.createdAt} />
          </span>
        )}
      </Text>
    </div>
  );
}
