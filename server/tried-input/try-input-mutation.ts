import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { AttackInput } from '../method/method-inputs';
import { TriedInputObject } from './tried-input-types';
import { tryInput } from './try-input';

/** What one counts against the fields that somebody may ask for within a minute: it computes. A thousand a minute at the usual limit. */
const cost = 20_000;

const StoredInput = builder.inputType('StoredInputInput', {
  description: 'One input of an evaluation.',
  fields: (t) => ({
    evaluationId: t.globalID({ required: true, description: 'The evaluation.' }),
    index: t.int({ required: true, description: 'Its number there, from 0.' }),
  }),
});

const TriedImageInput = builder.inputType('TriedImageInput', {
  description: 'An image, given in exactly one way, of the size that the model takes. At most 180,000 bytes.',
  isOneOf: true,
  fields: (t) => ({
    picture: t.string({ description: 'A picture file (PNG, JPEG, GIF, WebP or TIFF) in base64.' }),
    bytes: t.string({
      description:
        'Plain values [height, width, channels] of one byte each, in base64: 0 is the lower bound, 255 the upper.',
    }),
    floats: t.string({
      description:
        'Plain values [height, width, channels] as little-endian 32-bit floats within the model’s bounds, in base64.',
    }),
    item: t.int({ description: 'The number of an image of the model’s data set.' }),
    input: t.field({ type: StoredInput, description: 'An input of an evaluation, as it was scored there.' }),
  }),
});

const TryInputInput = builder.inputType('TryInputInput', {
  description: 'An image and the detectors that it is shown to.',
  fields: (t) => ({
    detectorIds: t.globalIDList({ required: true, description: 'Detectors of one model, 1 to 12.' }),
    image: t.field({ type: TriedImageInput, required: true, description: 'The image.' }),
    attack: t.field({
      type: AttackInput,
      description:
        'An attack on the image, which is to leave the class that the model sees. At most 1000 questions and 5 s.',
    }),
    epsilon: t.float({
      description:
        'Radius of the ball, in input units; none for an attack that looks for the smallest perturbation.',
    }),
    seed: t.int({ description: 'Seed of what the attack draws. Default 0.' }),
  }),
});

builder.mutationField('tryInput', (t) =>
  t.field({
    type: TriedInputObject,
    description:
      'Shows an image to detectors and answers at once, with reasons; nothing is kept. Questions are answered one after the other.',
    errors: { types: expectedErrors },
    extensions: { cost },
    args: { input: t.arg({ type: TryInputInput, required: true, description: 'What is tried.' }) },
    resolve: (_, { input }, context) =>
      tryInput(context, { ...input, detectorIds: input.detectorIds.map(({ id }) => id) }),
  }),
);
