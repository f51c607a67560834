import { InputGroupEnum } from '../evaluation/evaluation-enums';
import { EvolutionMapObject } from '../evaluation/evolution-map-types';
import { NeighborList } from '../evaluation/neighbors-types';
import { builder } from '../graphql/builder';
import type { ApiContext } from '../graphql/context';
import { ImageObject, MagnifiedImage, Prediction } from '../image/image-types';
import { blockObject, gapsWords } from './block-types';
import { PanelDetector } from './panel-detector-types';
import { type ShownInput, shownInput } from './shown-input';

const PanelInput = builder.objectRef<ShownInput>('PanelInput').implement({
  description: 'An input in a panel of a report, with its score and what the detector looked at.',
  fields: (t) => ({
    detector: t.field({ type: PanelDetector, description: 'The detector.', resolve: ({ shown }) => shown }),
    group: t.field({ type: InputGroupEnum, description: 'What it is.', resolve: ({ group }) => group }),
    attack: t.exposeString('attack', {
      nullable: true,
      description: 'Name of the attack or control that made it.',
    }),
    label: t.exposeInt('label', { description: 'True class.' }),
    labelName: t.exposeString('labelName', { description: 'Name of the true class.' }),
    score: t.exposeFloat('score', { description: 'Higher for inputs more likely adversarial.' }),
    threshold: t.exposeFloat('threshold', { nullable: true, description: 'The detector’s own threshold.' }),
    sentence: t.exposeString('sentence', { description: 'Why it got its score, in a sentence.' }),
    image: t.field({
      type: ImageObject,
      description: 'The picture that was scored.',
      resolve: ({ image }) => image,
    }),
    clean: t.field({
      type: ImageObject,
      nullable: true,
      description: 'Its clean twin, where it was modified.',
      resolve: ({ clean }) => clean,
    }),
    difference: t.field({
      type: MagnifiedImage,
      nullable: true,
      description: 'What was changed, magnified.',
      resolve: ({ difference }) => difference,
    }),
    predicted: t.field({
      type: Prediction,
      description: 'What the model says of it.',
      resolve: ({ predicted }) => predicted,
    }),
    predictedClean: t.field({
      type: Prediction,
      nullable: true,
      description: 'What the model says of its clean twin.',
      resolve: ({ predictedClean }) => predictedClean,
    }),
    neighbors: t.field({
      type: NeighborList,
      nullable: true,
      description: 'The nearest training images, where the detector looks at them and the panel shows them.',
      resolve: ({ neighbors }) => neighbors,
    }),
    evolutionMap: t.field({
      type: EvolutionMapObject,
      nullable: true,
      description: 'The evolution map, where the detector reads one and the panel shows it.',
      resolve: ({ map }) => map,
    }),
  }),
});

const InputPanel = blockObject('input', 'One input with its score, and what the detector looked at.');

builder.objectFields(InputPanel, (t) => ({
  gaps: t.stringList({
    description: gapsWords,
    resolve: async (read, _, context: ApiContext) => [...(await shownInput(read, context)).gaps],
  }),
  input: t.field({
    type: PanelInput,
    nullable: true,
    description: 'The input; null where it cannot be shown.',
    resolve: async (read, _, context) => (await shownInput(read, context)).things[0] ?? null,
  }),
}));
