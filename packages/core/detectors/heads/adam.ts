/** Adam over one flat vector of weights, changed in place. */
export interface Adam {
  readonly weights: Float32Array;
  readonly step: (gradient: Float32Array) => void;
  /** A copy of all that the next step needs. */
  readonly state: () => AdamState;
}

/** Weights, first and second moments `[weights]`, and the steps done. */
export interface AdamState {
  readonly weights: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly steps: number;
}

/** @see Kingma and Ba, https://arxiv.org/abs/1412.6980, with PyTorch's defaults: 0.9, 0.999, epsilon 1e-8 outside the root */
export function adamOptimizer(start: Float32Array | AdamState, learningRate: number): Adam {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  const { weights, first, second, ...begun } =
    start instanceof Float32Array
      ? {
          weights: start,
          first: new Float32Array(start.length),
          second: new Float32Array(start.length),
          steps: 0,
        }
      : start;
  let { steps } = begun;
  return {
    weights,
    state: () => ({ weights: weights.slice(), first: first.slice(), second: second.slice(), steps }),
    step: (gradient) => {
      steps++;
      const rate = learningRate / (1 - beta1 ** steps);
      const scale = 1 / Math.sqrt(1 - beta2 ** steps);
      // All four arrays are of one length; a hot loop.
      for (let at = 0; at < weights.length; at++) {
        const slope = gradient[at] as number;
        const m = beta1 * (first[at] as number) + (1 - beta1) * slope;
        const v = beta2 * (second[at] as number) + (1 - beta2) * slope * slope;
        first[at] = m;
        second[at] = v;
        weights[at] = (weights[at] as number) - (rate * m) / (Math.sqrt(v) * scale + epsilon);
      }
    },
  };
}
