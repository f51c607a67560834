import { type Preprocessing, preprocessings, type Weighting, weightings } from '@fiducial/core/detectors';
import { AttackSetObject } from '../attack-set/attack-set-types';
import { builder } from '../graphql/builder';
import { Thing } from '../graphql/thing';
import { madeSweep, sweepSelect } from './load-sweep';
import { judgedCell, SweepCellObject, SweepSettingObject } from './sweep-cell-types';
import { ksOf, sweepResults } from './sweep-results';

const resultsOf = (run: { results: unknown }) => sweepResults.safeParse(run.results).data;
const ofRun = { run: { select: { results: true } } } as const;

/** A layer sweep as the API describes it. */
export const LayerSweepObject = builder.prismaNode('LayerSweep', {
  id: { field: 'id', description: 'Global id.' },
  description:
    'The kNN score judged in every layer, with every preprocessing, weighting and k, from neighbors that were looked up once.',
  interfaces: [Thing],
  authScopes: ({ projectId }) => ({ project: projectId }),
  fields: (t) => ({
    model: t.relation('model', { description: 'The model whose layers they are.' }),
    referenceSet: t.relation('referenceSet', {
      description: 'The training activations that it compares with.',
    }),
    sample: t.relation('sample', { description: 'The images that it is judged on.' }),
    source: t.relation('source', {
      nullable: true,
      description: 'The sweep whose neighbors it counted; null for one that looked them up itself.',
    }),
    attackSets: t.field({
      type: [AttackSetObject],
      description: 'The attacks and controls that it is judged on, in order.',
      select: { attackSets: { include: { attackSet: true }, orderBy: { ordinal: 'asc' } } },
      resolve: ({ attackSets }) => attackSets.map(({ attackSet }) => attackSet),
    }),
    layers: t.stringList({
      description: 'Its layers in forward order; empty before it is made, as the other axes are.',
      select: ofRun,
      resolve: ({ run }) => resultsOf(run)?.layers ?? [],
    }),
    preprocessings: t.stringList({
      description: 'What was done to features first.',
      select: ofRun,
      resolve: ({ run }) => [...(resultsOf(run)?.preprocessings ?? [])],
    }),
    weightings: t.stringList({
      description: 'What a neighbor counted.',
      select: ofRun,
      resolve: ({ run }) => (resultsOf(run) ? [...weightings] : []),
    }),
    ks: t.intList({
      description: 'The numbers of neighbors, ascending.',
      select: ofRun,
      resolve: ({ run }) => {
        const results = resultsOf(run);
        return results ? ksOf(results.range) : [];
      },
    }),
    keptNeighbors: t.int({
      nullable: true,
      description: 'Neighbors that are kept of each input: other k can be counted up to as many.',
      select: ofRun,
      resolve: ({ run }) => resultsOf(run)?.keptNeighbors ?? null,
    }),
    countingMilliseconds: t.float({
      nullable: true,
      description: 'Time to count all settings once the neighbors were there, in milliseconds.',
      select: ofRun,
      resolve: ({ run }) => resultsOf(run)?.countingMilliseconds ?? null,
    }),
    macroAuc: t.exposeFloat('macroAuc', {
      nullable: true,
      description: 'Macro-AUC on test images of the setting that is best on validation images.',
    }),
    bestSetting: t.field({
      type: SweepSettingObject,
      nullable: true,
      description: 'The setting of `best` alone: cheap, for lists.',
      select: ofRun,
      resolve: ({ run }) => resultsOf(run)?.best ?? null,
    }),
    best: t.field({
      type: SweepCellObject,
      nullable: true,
      description: 'The setting of the greatest macro-AUC on validation images; null where none has one.',
      select: sweepSelect,
      resolve: async (sweep, _, context) => {
        const made = await madeSweep(context, sweep);
        return made?.results.best ? judgedCell(made, made.results.best) : null;
      },
    }),
    bestByLayer: t.field({
      type: [SweepCellObject],
      description: 'The same in each layer that has one, in forward order.',
      select: sweepSelect,
      resolve: async (sweep, _, context) => {
        const made = await madeSweep(context, sweep);
        return (made?.results.bestByLayer ?? []).flatMap((cell) => {
          const judged = made && cell && judgedCell(made, cell);
          return judged ? [judged] : [];
        });
      },
    }),
    cell: t.field({
      type: SweepCellObject,
      nullable: true,
      description: 'One setting; null for one that was not swept.',
      args: {
        layer: t.arg.string({ required: true, description: 'Its layer.' }),
        preprocessing: t.arg.string({ defaultValue: 'none', description: 'What is done to features first.' }),
        weighting: t.arg.string({ required: true, description: 'What a neighbor counts.' }),
        k: t.arg.int({ required: true, description: 'Number of neighbors.' }),
      },
      select: sweepSelect,
      resolve: async (sweep, { layer, preprocessing, weighting, k }, context) => {
        const kind = preprocessings.find((known): known is Preprocessing => known === preprocessing);
        const weigh = weightings.find((known): known is Weighting => known === weighting);
        const made = await madeSweep(context, sweep);
        return made && kind && weigh
          ? judgedCell(made, { layer, preprocessing: kind, weighting: weigh, k })
          : null;
      },
    }),
  }),
});
