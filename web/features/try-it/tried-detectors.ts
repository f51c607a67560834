import { formatShare } from '../../text/numbers';
import type { TriedDetector } from './try-query';

type Detectors = TriedDetector['model']['detectors'];

/** As many as one image is shown to at once. */
export const mostDetectors = 12;
/** The choice of each detector's own threshold. */
export const ownThreshold = 'own';
const firstDetectors = 4;

/** The detector whose page led here, and beside it the first of each other method: different reasons. */
export function firstChosen(id: string, detectors: Detectors): string[] {
  const methods = new Set(detectors.flatMap((of) => (of.id === id ? of.methodId : [])));
  const others = detectors.filter(({ ready, methodId }) => {
    const isNew = ready && !methods.has(methodId);
    if (isNew) methods.add(methodId);
    return isNew;
  });
  return [id, ...others.map((of) => of.id)].slice(0, firstDetectors);
}

/** Thresholds to choose from: each detector's own, and those of the false positive rates that were set when it was fitted. */
export function thresholdChoices(detectors: Detectors): { value: string; label: string }[] {
  const rates = detectors.flatMap(({ thresholds }) =>
    thresholds.flatMap(({ rule, rate }) => (rule === 'FALSE_POSITIVE_RATE' && rate !== null ? rate : [])),
  );
  return [
    { value: ownThreshold, label: 'the detector’s own' },
    ...[...new Set(rates)]
      .sort((a, b) => a - b)
      .map((rate) => ({ value: String(rate), label: `${formatShare(rate)} false positives` })),
  ];
}

/** A detector's threshold at a choice; null where it has none. */
export function thresholdAt(choice: string, detector: Detectors[number] | undefined): number | null {
  if (choice === ownThreshold) return detector?.threshold ?? null;
  const at = detector?.thresholds.find(
    (one) => one.rule === 'FALSE_POSITIVE_RATE' && String(one.rate) === choice,
  );
  return at?.threshold ?? null;
}
