import { readNpy } from '@fiducial/formats';
import { readParsed } from '../artifact/read-artifact';
import {
  type AttackedImageShape,
  attackSetContext,
  attackSetInclude,
  readAttackedImage,
} from '../attack-set/attacked-image';
import { builder } from '../graphql/builder';
import type { ApiContext } from '../graphql/context';
import {
  attackedImage,
  differenceImage,
  ImageObject,
  type ImageRef,
  itemImage,
  MagnifiedImage,
  Norms,
  Prediction,
} from '../image/image-types';
import { magnificationOf } from '../image/magnification';
import { oncePer, type ReadBlock } from './block-reading';
import { blockObject, gapsWords } from './block-types';
import type { BlockOf } from './report-blocks';
import { deletedWords, type Shown } from './shown-evaluations';

/** An attacked image of a figure. */
interface FigureImage {
  readonly attacked: AttackedImageShape;
  readonly clean: ImageRef;
  readonly adversarial: ImageRef;
  readonly difference: ImageRef & { readonly factor: number };
}

/** Pictures of one attacked image; they are numbered through the figure in this order. */
const pictures = ['clean', 'adversarial', 'difference'] as const;

const PanelImage = builder.objectRef<FigureImage>('PanelImage').implement({
  description: 'An attacked image with its clean twin, in a figure of a report.',
  fields: (t) => ({
    labelName: t.string({
      description: 'Name of the true class.',
      resolve: ({ attacked }) => attacked.labelName,
    }),
    success: t.boolean({
      description: 'Whether the attack succeeded.',
      resolve: ({ attacked }) => attacked.success,
    }),
    clean: t.field({ type: ImageObject, description: 'The image before.', resolve: ({ clean }) => clean }),
    adversarial: t.field({
      type: ImageObject,
      description: 'The image after.',
      resolve: ({ adversarial }) => adversarial,
    }),
    difference: t.field({
      type: MagnifiedImage,
      description: 'What was changed, magnified.',
      resolve: ({ difference }) => difference,
    }),
    predictedBefore: t.field({
      type: Prediction,
      description: 'What the model said before.',
      resolve: ({ attacked }) => attacked.predictedBefore,
    }),
    predictedAfter: t.field({
      type: Prediction,
      description: 'What the model says after.',
      resolve: ({ attacked }) => attacked.predictedAfter,
    }),
    norms: t.field({
      type: Norms,
      description: 'Sizes of the perturbation.',
      resolve: ({ attacked }) => attacked.norms,
    }),
  }),
});

const FigurePanel = blockObject(
  'figure',
  'Attacked images: clean, attacked, and what was changed, magnified.',
);

builder.objectFields(FigurePanel, (t) => ({
  attack: t.string({
    nullable: true,
    description: 'Name of the attack or control; null once it is deleted.',
    resolve: async (read, _, context) => (await setOf(read, context))?.name ?? null,
  }),
  control: t.boolean({
    description: 'Whether it is a control.',
    resolve: async (read, _, context) => (await setOf(read, context))?.control ?? false,
  }),
  epsilon: t.float({
    nullable: true,
    description: 'Radius of the ball, in input units; null where the smallest perturbation was looked for.',
    resolve: async (read, _, context) =>
      (await shownImages(read, context)).things[0]?.attacked.epsilon ?? null,
  }),
  gaps: t.stringList({
    description: gapsWords,
    resolve: async (read, _, context) => [...(await shownImages(read, context)).gaps],
  }),
  images: t.field({
    type: [PanelImage],
    description: 'Its images.',
    resolve: async (read, _, context) => [...(await shownImages(read, context)).things],
  }),
}));

/** A picture of the figure by its place; undefined beyond the last. */
export async function figurePicture(
  read: ReadBlock<BlockOf<'figure'>>,
  place: number,
  context: ApiContext,
): Promise<ImageRef | undefined> {
  const { things } = await shownImages(read, context);
  return things[Math.floor(place / pictures.length)]?.[pictures[place % pictures.length] ?? 'clean'];
}

const setOf = oncePer(
  ({ block, projectId }: ReadBlock<BlockOf<'figure'>>, { prisma }: Pick<ApiContext, 'prisma'>) =>
    prisma.attackSet.findFirst({
      where: { id: block.attackSetId, projectId },
      include: { ...attackSetInclude, run: { select: { status: true } } },
    }),
);

const shownImages = oncePer(
  async (read: ReadBlock<BlockOf<'figure'>>, context: ApiContext): Promise<Shown<FigureImage>> => {
    const { epsilonIndex, count, skip } = read.block;
    const set = await setOf(read, context);
    if (!set) return { things: [], gaps: deletedWords(1, 'attack set') };
    if (set.run.status !== 'SUCCEEDED') return { things: [], gaps: [`${set.name} is not made yet.`] };
    const of = attackSetContext(set);
    if (epsilonIndex >= of.epsilons.length)
      return { things: [], gaps: [`${set.name} has no epsilon of number ${epsilonIndex}.`] };
    const success = (await readParsed(context, { runId: set.runId, name: 'success' }, readNpy)).data;
    const block = Array.from({ length: of.images }, (_, at) => epsilonIndex * of.images + at);
    const rows = block.filter((row) => set.control || success[row] === 1).slice(skip, skip + count);
    const images = await Promise.all(rows.map((row) => readAttackedImage(context, of, row)));
    return {
      things: images.map((attacked, at) => figureImage(read, attacked, at)),
      gaps: images.length === 0 ? ['No image of it is like this.'] : [],
    };
  },
);

function figureImage({ picture }: ReadBlock, attacked: AttackedImageShape, at: number): FigureImage {
  const { runId, row, shape, bounds, norms, datasetRunId, item } = attacked;
  const first = at * pictures.length;
  const factor = magnificationOf(norms.linf, bounds);
  return {
    attacked,
    clean: picture(itemImage(datasetRunId, item, shape), first),
    adversarial: picture(attackedImage(runId, row, shape), first + 1),
    difference: picture(differenceImage(runId, row, { shape, factor }), first + 2),
  };
}
