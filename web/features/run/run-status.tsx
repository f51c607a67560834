import {
  IconBan,
  IconCheck,
  IconClockPause,
  IconHourglass,
  IconPlayerPlay,
  IconX,
} from '@tabler/icons-react';
import classes from './run.module.css';
import type { RunRowData } from './run-row';

type Status = RunRowData['status'];

const looks = {
  WAITING: { title: 'Waiting for inputs', Icon: IconHourglass },
  QUEUED: { title: 'Queued', Icon: IconClockPause },
  RUNNING: { title: 'Running', Icon: IconPlayerPlay },
  SUCCEEDED: { title: 'Done', Icon: IconCheck },
  FAILED: { title: 'Failed', Icon: IconX },
  CANCELLED: { title: 'Cancelled', Icon: IconBan },
} as const satisfies Record<Status, { title: string; Icon: typeof IconX }>;

/** States with their words, in the order of a run's life. */
export const statusTitles = Object.entries(looks).map(([status, { title }]) => ({
  status: status as Status, // the keys of looks are the states
  title,
}));

/** How far a run is: sign and word. */
export function RunStatus({ status }: { status: Status }) {
  const { title, Icon } = looks[status];
  return (
    <span className={classes.status} data-status={status}>
      <Icon size={15} stroke={1.8} aria-hidden="true" />
      {title}
    </span>
  );
}
