import type { MetricGoal } from '@fiducial/prisma/client';

/** What a run amounts to in one number, kept as a metric of one point: lists of runs show it, sort and narrow by it. */
export interface Figure {
  readonly name: string;
  /** Null where it is not defined, such as the AUC of an attack that fooled no image: then it is left out. */
  readonly value: number | null;
  readonly goal: MetricGoal;
}
