import { batchSizeFor } from '@fiducial/core/tensors';
import type { z } from 'zod';
import { attackNeed, questionsOf } from '../attack-set/attack-need';
import { readByDetector } from '../detector/detector-needs';
import { detectorParams } from '../detector/fit-detector.task';
import { activationValues, type KnownRun, type Need } from '../estimate/need';
import { knownModel } from '../model/model-needs';
import type { adaptiveAttackParams } from './adaptive-results';

/** Most images of a batch under an adaptive attack. */
const mostImages = 64;

/** What an attack on a detector needs: that of a plain one, the detector's reference rows, and gradients through both. */
export function adaptiveNeed({ params, inputs }: KnownRun<z.output<typeof adaptiveAttackParams>>): Need {
  const plain = attackNeed({ params, inputs });
  const target = detectorParams.parse(inputs.detector?.params);
  const read = readByDetector(inputs, target, 'epsilons');
  const { layers } = knownModel(inputs);
  const batch = Math.min(mostImages, batchSizeFor(activationValues(layers)));
  return {
    parts: [
      ...plain.parts.map((part) => (part.field === 'sampleId' ? { ...part, field: 'detectorId' } : part)),
      { what: 'the detector’s reference features', bytes: 4 * read.referenceBytes, field: 'detectorId' },
      {
        what: `distances of ${batch} images to the reference rows`,
        bytes: 6 * 4 * batch * read.referenceRows,
        field: 'detectorId',
      },
    ],
    // Once more for the detector's own gradient, and the set again for its sanity checks.
    work: 2 * plain.work + questionsOf(params.parameters) * batch * read.referenceBytes,
    workPerSecond: plain.workPerSecond,
    like: `${params.attack}/${target.method}`,
  };
}
