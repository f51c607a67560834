import { type Detector, detectors } from '@fiducial/core/detectors';
import { CoreError } from '@fiducial/core/errors';

/** @throws {CoreError} `PARAMETERS` when there is no detector of that id */
export function findDetector(id: string): Detector {
  const found = findKnownDetector(id);
  if (!found)
    throw new CoreError(
      'PARAMETERS',
      `method: expected one of ${detectors.map((known) => known.id).join(', ')}, got ${id}`,
    );
  return found;
}

/** The detector of that id; undefined where this server does not have it. */
export function findKnownDetector(id: string): Detector | undefined {
  return detectors.find((detector) => detector.id === id);
}

/** Layers of the reference set that a detector with these parameters reads. */
export function layersRead(
  detector: Detector,
  parameters: object,
  available: readonly string[],
): readonly string[] {
  if (detector.needs.layers === 'none') return [];
  const chosen =
    'layers' in parameters && Array.isArray(parameters.layers) ? parameters.layers.map(String) : [];
  if (chosen.length > 0) return chosen;
  return detector.needs.layers === 'one' && 'layer' in parameters ? [String(parameters.layer)] : available;
}
