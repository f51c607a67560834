import { describeParameters } from '../method';
import type { Detector } from './define-detector';

/**
 * The single choices and switches, all else at its default, with which a detector learns that does not do so anyway: what a
 * form has to know before it can ask for attack sets.
 */
export function learnsWhen(
  detector: Detector,
): { readonly parameter: string; readonly value: string | boolean }[] {
  if (detector.needs.training) return [];
  return describeParameters(detector.params).flatMap(({ name, type, options }) => {
    const values = type === 'boolean' ? [false, true] : (options ?? []);
    return values
      .filter((value) => learnsFromAttacks(detector, { [name]: value }))
      .map((value) => ({ parameter: name, value }));
  });
}

/** Whether a detector with these parameters learns from attacked images. */
export function learnsFromAttacks({ needs, learns, params }: Detector, given: unknown): boolean {
  if (needs.training || !learns) return needs.training;
  const parsed = params.safeParse(given);
  return parsed.success && learns(parsed.data);
}
