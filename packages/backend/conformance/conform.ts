import { attackChecks, attacks } from '@fiducial/core/attacks';
import { detectors } from '@fiducial/core/detectors';
import { detectorChecks } from '@fiducial/core/detectors/conformance';
import { describe, test } from 'vitest';

/** Declares a test for every check of every registered attack, on the backend that is set. */
export function conformAttacks(): void {
  describe.each(attacks.map((attack) => [attack.id, attack] as const))('the attack %s', (_, attack) => {
    for (const { name, run } of attackChecks) test(name, () => run(attack));
  });
}

/** Declares a test for every check of every registered attack and detector, on the backend that is set. */
export function conform(): void {
  conformAttacks();
  describe.each(detectors.map((detector) => [detector.id, detector] as const))(
    'the detector %s',
    (_, detector) => {
      for (const { name, run } of detectorChecks) test(name, () => run(detector));
    },
  );
}
