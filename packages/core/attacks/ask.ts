import { tf } from '../tensors/tf';
import type { AttackedModel } from './define-attack';

/** Most images in one query of the model for many questions about few images. */
const chunkRows = 128;

/** A point `[h, w, c]` in the neighborhood of an image, and the row of the whole set that it counts for. */
export interface Question {
  readonly row: number;
  readonly point: Float32Array;
}

/** Logits of each point, in order: one forward query for the row of each. */
export function ask(
  model: AttackedModel,
  questions: readonly Question[],
  shape: readonly number[],
): Float32Array[] {
  const answers: Float32Array[] = [];
  for (let first = 0; first < questions.length; first += chunkRows) {
    const some = questions.slice(first, first + chunkRows);
    const width = some[0]?.point.length ?? 0;
    const points = new Float32Array(some.length * width);
    some.forEach(({ point }, at) => {
      points.set(point, at * width);
    });
    const logits = tf.tidy(() => {
      const images = tf.tensor(points, [some.length, ...shape]);
      return model.forRows(Int32Array.from(some, ({ row }) => row)).logits(images);
    });
    const values = Float32Array.from(logits.dataSync());
    logits.dispose();
    for (let at = 0; at < some.length; at++)
      answers.push(values.slice(at * model.classes, (at + 1) * model.classes));
  }
  return answers;
}

/** The class of the highest logit, the first of equals. */
export function predictedClass(logits: Float32Array): number {
  let best = 0;
  for (let label = 1; label < logits.length; label++)
    if ((logits[label] ?? 0) > (logits[best] ?? 0)) best = label;
  return best;
}
