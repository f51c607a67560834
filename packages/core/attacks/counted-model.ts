import type { Classifier } from '../models/classifier';
import { tf } from '../tensors/tf';
import type { AttackedModel } from './define-attack';

/** How often a model was asked, per image: once for each forward and each backward pass. */
export interface QueryCount {
  forward: number;
  backward: number;
}

/** The model as attacks see it; `count` grows with every call. */
export function countedModel(model: Classifier, count: QueryCount): AttackedModel {
  return {
    bounds: model.bounds,
    classes: model.classes,
    logits: (images) => {
      count.forward++;
      return model.logits(images);
    },
    attackGradient: (images, { labels, targeted }) => {
      count.forward++;
      count.backward++;
      return tf.tidy(() => {
        const wanted = tf.oneHot(labels, model.classes);
        const loss = (x: tf.Tensor) => tf.logSoftmax(model.logits(x)).mul(wanted).sum().neg();
        const gradient = tf.grad(loss)(images);
        return targeted ? gradient.neg() : gradient;
      });
    },
  };
}
