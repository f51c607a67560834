/** The model's own probability, as it stands beside those that detectors' scores were made into. */
export const softmaxName = 'Softmax of the model, uncalibrated';
/** The detector that scores by that same probability. */
const softmaxMethod = 'maxSoftmax';

/** What the model's softmax is, and what a detector that scores by it has in common with it. */
export function softmaxWords(
  detectors: readonly {
    readonly name: string;
    readonly evaluated: { readonly detector: { readonly methodId: string } };
  }[],
): string {
  const own = `${softmaxName}: the probability that the model gives to its own prediction, as it is.`;
  const names = detectors
    .filter(({ evaluated }) => evaluated.detector.methodId === softmaxMethod)
    .map(({ name }) => name);
  if (names.length === 0) return own;
  // Calibration keeps the order of scores, but for ties and for the folds that it is fitted in.
  return `${own} The score of ${names.join(' and of ')} is one minus that same probability. Calibrated here like every score, it puts inputs in nearly the same order, with other probabilities.`;
}
