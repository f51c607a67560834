import { blockOf, hasMore, ones } from './discordant';
import type { StoredAttack } from './gate-against';
import { percent, type QualityFlag, size } from './quality-flag';
import { isSameBudget } from './same-budget';
import { successRate } from './security-curve';

/** A stored attack that goes step by step. */
export interface SteppedAttack extends StoredAttack {
  readonly steps: number;
  /** Length of a step in input units; null for an attack that chooses its own. */
  readonly stepSize: number | null;
}

/**
 * The reason found beside the same attack with fewer steps: at the same epsilon it fooled more images, by the sign test
 * over the images that one of the two fooled. Of several with fewer steps the best is held against it.
 *
 * @param others the same attack on the same images, differing in nothing but the number and the length of its steps
 */
export function gateSteps(own: SteppedAttack, others: readonly SteppedAttack[]): QualityFlag[] {
  return own.epsilons.flatMap((epsilon, block) => {
    const fewer = others
      .filter(({ steps }) => steps < own.steps)
      .flatMap((other) => {
        const at = other.epsilons.findIndex((theirs) => isSameBudget(theirs, epsilon));
        return at < 0 ? [] : [{ other, at, rate: successRate(other.columns, at) }];
      });
    const [best] = fewer.sort((a, b) => b.rate - a.rate);
    if (!best) return [];
    const theirs = blockOf(best.other.columns.success, best.at, best.other.columns);
    if (!hasMore(theirs, blockOf(own.columns.success, block, own.columns))) return [];
    const rate = percent(successRate(own.columns, block));
    return [
      {
        code: 'stepsLowerSuccess' as const,
        message: `More steps fool fewer images: ${rate} in ${inSteps(own)}, ${percent(best.rate)} in ${inSteps(best.other)} (${best.other.name}).`,
        epsilon,
      },
    ];
  });
}

function inSteps({ steps, stepSize }: SteppedAttack): string {
  return `${steps} ${steps === 1 ? 'step' : 'steps'}${stepSize === null ? '' : ` of ${size(stepSize)}`}`;
}

/**
 * The reason found on the way of a single attack: at some step more images stood fooled than in the end, by the sign test.
 * An image that left the attack before others counts on as it stood.
 *
 * @param standing for each image 1 at each gradient that was taken at a success
 * @param end 1 where what the attack gave back is one, `[images]`
 */
export function gateTrace(
  standing: readonly Uint8Array[],
  end: Uint8Array,
  epsilon: number | null,
): QualityFlag[] {
  const queries = standing.reduce((most, { length }) => Math.max(most, length), 0);
  let best = { count: 0, query: 0, outcome: new Uint8Array(end.length) };
  for (let query = 0; query < queries; query++) {
    const outcome = Uint8Array.from(standing, (own) => own[Math.min(query, own.length - 1)] ?? 0);
    const count = ones(outcome);
    if (count > best.count) best = { count, query, outcome };
  }
  if (!hasMore(best.outcome, end)) return [];
  const [then, last] = [best.count, ones(end)].map((count) => percent(count / end.length));
  return [
    {
      code: 'stepsLowerSuccess',
      message: `Later steps undo success: at gradient ${best.query + 1} of ${queries}, ${then} of the images stood fooled, in the end ${last}.`,
      epsilon,
    },
  ];
}
