import { type Preprocessing, type Weighting, weightings } from '@fiducial/core/detectors';
import { builder } from '../graphql/builder';
import { madeSweep, sweepSelect } from './load-sweep';
import { ksOf } from './sweep-results';
import { SweptPartitionEnum } from './swept-counts-types';

interface Curve {
  readonly layer: string;
  readonly preprocessing: Preprocessing;
  readonly weighting: Weighting;
  readonly aucs: readonly (number | null)[];
}

const SweepCurve = builder.objectRef<Curve>('SweepCurve').implement({
  description: 'AUC over k, of one layer, preprocessing and weighting.',
  fields: (t) => ({
    layer: t.exposeString('layer', { description: 'The layer.' }),
    preprocessing: t.exposeString('preprocessing', { description: 'What is done to features first.' }),
    weighting: t.exposeString('weighting', { description: 'What a neighbor counts.' }),
    aucs: t.field({
      type: ['Float'],
      nullable: { list: false, items: true },
      description: 'At each k of the sweep; null where a group is empty.',
      resolve: ({ aucs }) => [...aucs],
    }),
  }),
});

builder.prismaObjectField('LayerSweep', 'curves', (t) =>
  t.field({
    type: [SweepCurve],
    description:
      'All AUCs of one partition against one attack or control, or the macro-AUCs: a curve for each layer, preprocessing and weighting, in this order. Empty before it is made.',
    args: {
      partition: t.arg({ type: SweptPartitionEnum, defaultValue: 'test', description: 'Which images.' }),
      attackSetId: t.arg.globalID({
        description: 'Which attack or control; the macro-AUC when none is given.',
      }),
    },
    select: sweepSelect,
    resolve: async (sweep, { partition, attackSetId }, context): Promise<Curve[]> => {
      const made = await madeSweep(context, sweep);
      if (!made) return [];
      const { results, sets, aucOf } = made;
      const column = attackSetId ? 1 + sets.findIndex(({ id }) => id === attackSetId.id) : 0;
      // A set that it was not judged on.
      if (attackSetId && column === 0) return [];
      const ks = ksOf(results.range);
      return results.layers.flatMap((layer) =>
        results.preprocessings.flatMap((preprocessing) =>
          weightings.map((weighting) => ({
            ...{ layer, preprocessing, weighting },
            aucs: ks.map(
              (k) =>
                aucOf({ layer, preprocessing, weighting, k }, { partition: partition ?? 'test', column }) ??
                null,
            ),
          })),
        ),
      );
    },
  }),
);
