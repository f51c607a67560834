import type { LearningKeeper } from '@fiducial/core/learning-keeper';
import type { Checkpoints } from '../compute/checkpoints';

const name = 'learning';

/** Keeps how far a detector has learned as a checkpoint of its run. */
export async function learningKeeper(checkpoints: Checkpoints): Promise<LearningKeeper> {
  return {
    resume: await checkpoints.latest(name),
    due: () => checkpoints.due(),
    keep: (state) => checkpoints.save(name, state),
  };
}
