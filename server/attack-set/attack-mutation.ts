import { builder } from '../graphql/builder';
import { start } from '../launch/launch';
import { launchErrors, launchFields } from '../launch/launch-fields';
import { launchable } from '../launch/launchable';
import { AttackInput } from '../method/method-inputs';
import { attackParams } from './attack-results';
import { QuantizationEnum } from './attack-set-enums';
import { AttackSetObject } from './attack-set-types';
import { launchAttack } from './launch-attack';

const LaunchAttackInput = builder.inputType('LaunchAttackInput', {
  description: 'An attack to be launched on all images of a sample.',
  fields: (t) => ({
    ...launchFields(t),
    sampleId: t.globalID({ required: true, description: 'The sample.' }),
    attack: t.field({ type: AttackInput, required: true, description: 'The method and its parameters.' }),
    epsilons: t.floatList({
      description:
        'Radii of the ball, in input units, 1 to 32 of them; none for an attack that looks for the smallest perturbation.',
    }),
    quantization: t.field({
      type: QuantizationEnum,
      description: 'Whether the images are rounded to 8 bit before they are judged. Default FLOAT32.',
    }),
    trace: t.boolean({ description: 'Whether loss and success are kept query by query. Default false.' }),
  }),
});

const launchAttackPlan = launchable('launchAttack', {
  kind: 'attack',
  input: LaunchAttackInput,
  plan: (input, context) => launchAttack(context, { ...input, sampleId: input.sampleId.id }),
  inputOf: ({ params, thing }) => {
    const { attack, parameters, epsilons, quantization, trace } = attackParams.parse(params);
    return {
      sampleId: thing('sample'),
      attack: { [attack]: parameters },
      ...(epsilons.length > 0 && { epsilons }),
      quantization: quantization.toUpperCase(),
      trace,
    };
  },
});

builder.mutationField('launchAttack', (t) =>
  t.prismaField({
    type: AttackSetObject,
    description: 'Attacks all images of a sample.',
    errors: launchErrors,
    args: { input: t.arg({ type: LaunchAttackInput, required: true, description: 'Which attack.' }) },
    resolve: (_query, _, { input }, context) => launchAttackPlan(input, context).then(start),
  }),
);
