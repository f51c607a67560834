import { attacks, runAttack } from '@fiducial/core/attacks';
import { parseParameters } from '@fiducial/core/method';
import type { TrainedDigits } from '../peers/trained-digits';
import type { Outcome } from './benchmark';
import { timed } from './interleave';

/** Runs one of our attacks in batches: seconds, the share that succeeded and their mean L2 norm. */
export async function ourAttack(
  bed: TrainedDigits,
  id: string,
  { batchSize, ...given }: Record<string, unknown> & { batchSize: number },
): Promise<Outcome> {
  const attack = attacks.find((known) => known.id === id);
  if (!attack) throw new Error(`${id} is not registered`);
  const params = parseParameters(attack, given);
  let [successes, sum] = [0, 0];
  const { seconds } = await timed(async () => {
    for await (const part of runAttack(attack, bed, { params, context: { seed: 0 }, batchSize }))
      for (let row = 0; row < part.rows; row++) {
        if (!part.success[row]) continue;
        successes++;
        sum += part.norms[row * 4 + 2] ?? 0;
      }
  });
  return { seconds, facts: { success: successes / bed.labels.length, meanL2: sum / successes } };
}
