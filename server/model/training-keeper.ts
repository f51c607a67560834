import type { TrainingKeeper, TrainingState } from '@fiducial/core/models';
import type { Checkpoints } from '../compute/checkpoints';

const name = 'training';

/** Keeps the state of a training as a checkpoint of its run. */
export async function trainingKeeper(checkpoints: Checkpoints): Promise<TrainingKeeper> {
  // Written below, and hashed.
  const resume = (await checkpoints.latest(name)) as TrainingState | undefined;
  return {
    ...(resume && { resume }),
    due: () => checkpoints.due(),
    keep: (state) => checkpoints.save(name, state),
  };
}
