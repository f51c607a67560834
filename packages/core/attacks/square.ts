import { z } from 'zod';
import { breathe } from '../context';
import { type Random, seededRandom, splitSeed } from '../tensors/random';
import { tf } from '../tensors/tf';
import { ask, predictedClass } from './ask';
import { type AttackBatch, defineAttack } from './define-attack';
import { ballNorm, epsilon, positiveShare, queries, target, targetClass } from './parameters';
import { type Canvas, l2Moves, linfMoves } from './square-proposals';

/** An image on its way. */
interface Walk extends Canvas {
  readonly row: number;
  readonly label: number;
  readonly random: Random;
  best: Float32Array;
  loss: number;
}

/**
 * Square attack (Andriushchenko 2020): random search that changes one square at a time and keeps what lowers the margin
 * of the true class (with a target, the cross-entropy with it). Images that succeed leave. Squares are placed for each
 * image of its own, where the authors' code takes one place for a whole batch; their sides follow the authors' schedule,
 * rescaled to the number of queries.
 */
export const square = defineAttack({
  id: 'square',
  title: 'Square',
  summary: 'Random search over squares of pixels. Sees logits only, so masked gradients do not stop it.',
  source: 'https://arxiv.org/abs/1912.00049',
  norm: 'Linf',
  goal: 'fixed-budget',
  needs: 'queries',
  params: z.object({
    epsilon: epsilon(),
    norm: ballNorm(),
    queries: queries(),
    initialShare: positiveShare().default(0.8).describe('Share of the image that the first squares cover.'),
    target: target(),
    targetClass: targetClass(),
  }),
  perturb: async (model, batch, params, context) => {
    const shape = batch.images.shape.slice(1) as [number, number, number]; // images are [n, h, w, c]
    const [height, width] = shape;
    const moves = params.norm === 'Linf' ? linfMoves : l2Moves;
    const { epsilon } = params;
    const walks = walksOf(batch, { shape, epsilon, bounds: model.bounds }, splitSeed(context.seed, 'square'));
    let active = walks;
    for (let query = 0; query < params.queries && active.length > 0; query++) {
      await breathe(context);
      const share = params.initialShare / shrinkage(query, params.queries);
      const side = Math.min(moves.fit(Math.round(Math.sqrt(share * height * width))), height, width);
      const questions = active.map((walk) => ({
        row: walk.row,
        point:
          query === 0 ? moves.start(walk, walk.random) : moves.propose(walk, walk.best, side, walk.random),
      }));
      const answers = ask(model, questions, shape);
      active = active.filter((walk, at) => {
        const [logits, point] = [answers[at], questions[at]?.point];
        if (!logits || !point) return false;
        const success = (predictedClass(logits) === walk.label) === batch.targeted;
        const loss = lossOf(logits, walk.label, batch.targeted);
        if (success || query === 0 || loss < walk.loss) Object.assign(walk, { best: point, loss });
        return !success;
      });
    }
    return tf.tidy(() => tf.stack(walks.map(({ best }) => tf.tensor(best, shape))));
  },
});

function walksOf({ images, labels, rows }: AttackBatch, canvas: Omit<Canvas, 'clean'>, seed: number): Walk[] {
  const [values, truth] = [images.dataSync() as Float32Array, labels.dataSync()]; // images are floats
  const width = values.length / rows.length;
  return Array.from(rows, (row, at) => {
    const clean = values.slice(at * width, (at + 1) * width);
    const random = seededRandom(splitSeed(seed, row));
    const loss = Number.POSITIVE_INFINITY;
    return { ...canvas, clean, row, label: truth[at] ?? 0, random, best: clean, loss };
  });
}

/** What the search lowers: the margin of the class to leave, or the cross-entropy with the target. */
function lossOf(logits: Float32Array, label: number, targeted: boolean): number {
  const own = logits[label] ?? 0;
  const others = logits.filter((_, other) => other !== label);
  if (!targeted) return own - Math.max(...others);
  const most = Math.max(...logits);
  return most + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0)) - own;
}

/** By what the first share is divided, as queries of 10,000: published with the attack. */
const schedule = [10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000];

function shrinkage(query: number, queries: number): number {
  const place = Math.floor((query / queries) * 10_000);
  return 2 ** schedule.filter((end) => place > end).length;
}
