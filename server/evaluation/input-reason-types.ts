import { builder } from '../graphql/builder';
import { EvolutionMapObject, mapsOf } from './evolution-map-types';
import { explainScore } from './explain-score';
import { percentileOf, predictionOf } from './input';
import { InputScore, scoresOf } from './input-score-types';
import { InputObject } from './input-types';
import { inputsOf } from './load-evaluation';
import { NeighborList, neighborsOf } from './neighbors-types';

builder.objectFields(InputObject, (t) => ({
  scores: t.field({
    type: [InputScore],
    description: 'The same input under every detector of the project that scored it, best first.',
    resolve: (input, _, context) => scoresOf(input, context),
  }),
  sentence: t.string({
    description: 'Why it got its score, in a sentence.',
    resolve: async (input, _, context) =>
      explainScore({
        percentile: percentileOf(input),
        predicted: predictionOf(input).className,
        neighbors: await neighborsOf(input, 0, context),
        map: await mapsOf(input, context),
      }),
  }),
  neighbors: t.field({
    type: NeighborList,
    nullable: true,
    description: 'The nearest training images, where the detector looks at them.',
    args: { first: t.arg.int({ defaultValue: 20, description: 'How many, at most 100.' }) },
    resolve: (input, { first }, context) =>
      neighborsOf(input, Math.max(0, Math.min(100, first ?? 20)), context),
  }),
  evolutionMap: t.field({
    type: EvolutionMapObject,
    nullable: true,
    description: 'The evolution map, where the detector reads one.',
    resolve: (input, _, context) => mapsOf(input, context),
  }),
}));

builder.objectField(InputScore, 'input', (t) =>
  t.field({
    type: InputObject,
    description: 'The input as that detector sees it: with its reasons.',
    resolve: async ({ evaluation, index }, _, context) => ({
      evaluation,
      index,
      inputs: await inputsOf(context, evaluation),
    }),
  }),
);
