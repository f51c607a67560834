import type { MetricGoal } from '@fiducial/prisma/client';
import type { Points } from './points';

/** What is written to one curve of a run. */
export interface CurveBatch {
  /** In order, see `inOrder`; none where only the goal is said. */
  readonly points: Points;
  readonly goal?: MetricGoal | undefined;
}
