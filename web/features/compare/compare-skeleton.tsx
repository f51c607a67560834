import { Skeleton } from '@mantine/core';
import classes from './compare.module.css';

/** The shape of Compare while it is asked for: head, controls, two charts, a table. */
export function CompareSkeleton() {
  return (
    <div aria-busy="true" role="status" aria-label="The comparison is loading">
      <Skeleton animate={false} height={32} width={220} mb={10} />
      <Skeleton animate={false} height={18} width="60%" mb={28} />
      <Skeleton animate={false} height={64} mb={20} />
      <div className={classes.pair}>
        <Skeleton animate={false} height={410} />
        <Skeleton animate={false} height={410} />
      </div>
      <Skeleton animate={false} height={220} mt={24} />
    </div>
  );
}
