import { formatCount } from '../../text/numbers';
import type { Comparison } from './compare-query';
import type { ComparedDetector } from './compared-detector';

/** On which inputs the detectors were judged, and that these are not the same where they are not. */
export function inputsInWords(
  { evaluations, sameInputs }: Comparison,
  detectors: readonly ComparedDetector[],
): string | undefined {
  const first = evaluations[0];
  const groups = detectors[0]?.operatingPoint.groups ?? [];
  const count = (group: string) =>
    groups.filter((of) => of.group === group).reduce((sum, { n }) => sum + n, 0);
  const counted = `${formatCount(count('AUTHENTIC'))} authentic, ${formatCount(count('ERROR'))} errors, ${formatCount(count('ADVERSARIAL'))} successful adversarials, ${formatCount(count('CONTROL'))} controls`;
  if (!first) return undefined;
  const { name, dataset } = first.detector.model;
  // Many models are called by what they learned from.
  const where = name.includes(dataset.name) ? name : `${name} on ${dataset.name}`;
  if (detectors.length === 1) return `${where}: ${counted}.`;
  return sameInputs
    ? `${detectors.length} detectors on the same inputs: ${counted}. ${where}.`
    : `${detectors.length} detectors, not on the same inputs.`;
}
