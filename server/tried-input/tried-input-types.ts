import { builder } from '../graphql/builder';
import { Norms, Prediction, type PredictionShape } from '../image/image-types';
import type { AttackedVerdicts, ImageVerdicts } from '../scorer/scorer-messages';
import { classNamesOf, TriedVerdict } from './tried-verdict-types';
import type { AskedOne, TriedInput } from './try-input';

/** What model and detectors say of one image. */
interface Shown {
  readonly image: ImageVerdicts;
  readonly asked: readonly AskedOne[];
}

const TriedImage = builder.objectRef<Shown>('TriedImage').implement({
  description: 'What a model and detectors say of an image.',
  fields: (t) => ({
    picture: t.string({
      description: 'The picture as the model was given it, as a data URL: a PNG, pixel for pixel.',
      resolve: ({ image }) => dataUrl(image.picture),
    }),
    predictions: t.field({
      type: [Prediction],
      description: 'The likeliest classes, at most five, the likeliest first.',
      resolve: predictionsOf,
    }),
    verdicts: t.field({
      type: [TriedVerdict],
      description: 'What each detector says, in the order in which they were asked.',
      resolve: (shown) => {
        const [predicted] = predictionsOf(shown);
        return shown.asked.flatMap((one, at) => {
          const verdict = shown.image.verdicts[at];
          return verdict && predicted ? [{ one, verdict, predicted }] : [];
        });
      },
    }),
  }),
});

const TriedAttack = builder
  .objectRef<{ readonly attacked: AttackedVerdicts; readonly asked: readonly AskedOne[] }>('TriedAttack')
  .implement({
    description: 'What an attack made of an image.',
    fields: (t) => ({
      image: t.field({
        type: TriedImage,
        description: 'The attacked image.',
        resolve: ({ attacked: { image }, asked }) => ({ image, asked }),
      }),
      difference: t.string({
        description: 'What was changed, magnified around grey, as a data URL.',
        resolve: ({ attacked }) => dataUrl(attacked.difference),
      }),
      factor: t.float({
        description: 'By how much the difference is magnified.',
        resolve: ({ attacked }) => attacked.factor,
      }),
      norms: t.field({
        type: Norms,
        description: 'Sizes of the perturbation.',
        resolve: ({ attacked }) => attacked.norms,
      }),
      success: t.boolean({
        description: 'Whether the prediction left that of the image as it was given, or reached the target.',
        resolve: ({ attacked }) => attacked.success,
      }),
    }),
  });

/** What came of trying an image, as the API gives it. */
export const TriedInputObject = builder.objectRef<TriedInput>('TriedInput').implement({
  description: 'What came of showing an image to detectors. Nothing of it is kept.',
  fields: (t) => ({
    given: t.field({
      type: TriedImage,
      description: 'The image as it was given.',
      resolve: ({ answer: { given }, asked }) => ({ image: given, asked }),
    }),
    attacked: t.field({
      type: TriedAttack,
      nullable: true,
      description: 'What the attack made of it; null where none was asked for.',
      resolve: ({ answer: { attacked }, asked }) => attacked && { attacked, asked },
    }),
    loadMilliseconds: t.float({
      description: 'How long reading model and detectors took; next to nothing while they are in memory.',
      resolve: ({ answer }) => answer.milliseconds.load,
    }),
    scoreMilliseconds: t.float({
      description: 'How long model and detectors took over the image as it was given.',
      resolve: ({ answer }) => answer.milliseconds.score,
    }),
    attackMilliseconds: t.float({
      description: 'How long the attack took, with the scores of what came of it; 0 without one.',
      resolve: ({ answer }) => answer.milliseconds.attack,
    }),
  }),
});

const dataUrl = (png: Uint8Array) => `data:image/png;base64,${Buffer.from(png).toString('base64')}`;

function predictionsOf({ image: { classes }, asked }: Shown): PredictionShape[] {
  const names = asked[0] ? classNamesOf(asked[0]) : [];
  return classes.map((of) => ({ ...of, className: names[of.classIndex] ?? String(of.classIndex) }));
}
