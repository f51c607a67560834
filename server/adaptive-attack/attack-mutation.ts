import { QuantizationEnum } from '../attack-set/attack-set-enums';
import { AttackSetObject } from '../attack-set/attack-set-types';
import { builder } from '../graphql/builder';
import { start } from '../launch/launch';
import { launchErrors, launchFields } from '../launch/launch-fields';
import { launchable } from '../launch/launchable';
import { AdaptiveAttackInput } from '../method/method-inputs';
import { adaptiveAttackParams } from './adaptive-results';
import { launchAdaptiveAttack } from './launch-adaptive-attack';

const LaunchAdaptiveAttackInput = builder.inputType('LaunchAdaptiveAttackInput', {
  description:
    'An attack by somebody who knows a detector, to be launched on the images that it was fitted with.',
  fields: (t) => ({
    ...launchFields(t),
    detectorId: t.globalID({ required: true, description: 'The detector that is to be got past.' }),
    surrogateId: t.globalID({
      description:
        'With limited knowledge: another detector of the same model, which the attacker is given in its place. None: the detector itself is known.',
    }),
    attack: t.field({
      type: AdaptiveAttackInput,
      required: true,
      description: 'The method and its parameters.',
    }),
    epsilons: t.floatList({
      description:
        'Radii of the ball, in input units, 1 to 32 of them; none for an attack that looks for the smallest perturbation.',
    }),
    quantization: t.field({
      type: QuantizationEnum,
      description: 'Whether the images are rounded to 8 bit before they are judged. Default FLOAT32.',
    }),
    allImages: t.boolean({
      description:
        'Whether all images of the sample are attacked, so that detectors can learn from the set; else its test images. Default false.',
    }),
  }),
});

const launchAdaptiveAttackPlan = launchable('launchAdaptiveAttack', {
  kind: 'attackDetector',
  input: LaunchAdaptiveAttackInput,
  plan: (input, context) =>
    launchAdaptiveAttack(context, {
      ...input,
      detectorId: input.detectorId.id,
      surrogateId: input.surrogateId?.id,
    }),
  inputOf: ({ params, thing }) => {
    const { attack, parameters, epsilons, quantization, testOnly } = adaptiveAttackParams.parse(params);
    return {
      detectorId: thing('detector'),
      surrogateId: thing('surrogate'),
      attack: { [attack]: parameters },
      ...(epsilons.length > 0 && { epsilons }),
      quantization: quantization.toUpperCase(),
      allImages: !testOnly,
    };
  },
});

builder.mutationField('launchAdaptiveAttack', (t) =>
  t.prismaField({
    type: AttackSetObject,
    description: 'Attacks a classifier together with a detector that the attacker knows.',
    errors: launchErrors,
    args: {
      input: t.arg({ type: LaunchAdaptiveAttackInput, required: true, description: 'Which attack on what.' }),
    },
    resolve: (_query, _, { input }, context) => launchAdaptiveAttackPlan(input, context).then(start),
  }),
);
