import { numberText } from '../../../forms/parameter';
import { formatEpsilon } from '../../../text/numbers';
import { plainParameter, type ThingOption } from '../launch-fields';
import { name, seed } from './common-fields';
import type { LaunchFormPlan } from './launch-form-plan';

/** Attack a detector. */
export const adaptiveAttackForm: LaunchFormPlan = {
  mutation: 'launchAdaptiveAttack',
  makes: 'AttackSet',
  words:
    'An attacker who knows the detector: looks for images that fool the classifier and that the detector lets pass. The detector itself judges what comes of it.',
  fields: ({ methods, things }) => [
    {
      kind: 'thing',
      of: 'detectors',
      name: 'detectorId',
      title: 'Detector',
      attacked: true,
      description: 'The detector that is to be got past, on the images that it was fitted with.',
    },
    {
      kind: 'thing',
      of: 'detectors',
      name: 'surrogateId',
      title: 'What the attacker is given',
      description:
        'The detector itself is perfect knowledge. A surrogate, another detector of the same model fitted with another seed, sample or reference set, is limited knowledge.',
      optional: true,
      none: 'The detector itself',
      attacked: true,
      fits: (option, { detectorId }) =>
        option.id !== detectorId?.id && option.modelId === detectorId?.modelId,
    },
    {
      kind: 'choice',
      name: 'attack',
      title: 'Attack',
      description: 'How the images are looked for.',
      variants: methods.adaptiveAttack,
    },
    {
      kind: 'numbers',
      name: 'epsilons',
      title: 'Epsilons',
      description:
        'Radii of the ball, in input units, 1 to 32 of them, separated by commas. Those of the plain attacks on the sample make the levels comparable.',
      first: '20/255, 40/255, 60/255, 80/255',
      firstWith: ({ detectorId }) => plainEpsilons(things.attackSets, detectorId),
    },
    plainParameter('quantization', 'CHOICE', {
      description: 'Images as they are found, or rounded to 8 bit: all is then said of them after rounding.',
      default: 'FLOAT32',
      options: ['FLOAT32', 'UINT8'],
    }),
    plainParameter('allImages', 'BOOLEAN', {
      description:
        'Attack all images of the sample, so that detectors can learn from the set. Else its test images, on which the verdict is.',
      default: false,
    }),
    name,
    seed,
  ],
};

/** The budgets of that attack on all images of the sample of a detector that has the most, the newest among equals. */
function plainEpsilons(
  attackSets: readonly ThingOption[],
  detector: ThingOption | undefined,
): string | undefined {
  const [most] = attackSets
    .filter(({ sampleId, control, testOnly }) => sampleId === detector?.sampleId && !control && !testOnly)
    .map(({ epsilons = [] }) => epsilons)
    // The sort keeps the order of equals: the newest first.
    .sort((a, b) => b.length - a.length);
  return most && most.length > 0 ? most.map(budgetText).join(', ') : undefined;
}

/** A budget as it would be typed: 60/255 also where it differs from that in the last digit of a double. */
function budgetText(epsilon: number): string {
  const text = formatEpsilon(epsilon);
  return text.includes('/') && text.length < String(epsilon).length ? text : numberText(epsilon);
}
