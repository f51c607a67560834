import type { Spread } from '@fiducial/core/metrics';
import { DetectorObject } from '../detector/detector-types';
import { EvaluationObject } from '../evaluation/evaluation-types';
import { builder } from '../graphql/builder';
import type { ApiContext } from '../graphql/context';
import { repeatParams } from './repeat-detector';
import { type AttackSpread, type SeedResult, type SeedSpread, seedSpreads } from './seed-spread';

const SpreadObject = builder.objectRef<Spread>('Spread').implement({
  description: 'How far apart values lie that differ in nothing but the seed.',
  fields: (t) => ({
    n: t.exposeInt('n', { description: 'Number of seeds that are done.' }),
    mean: t.exposeFloat('mean', { description: 'Plain mean.' }),
    standardDeviation: t.exposeFloat('standardDeviation', {
      description: 'Standard deviation of the sample: divided by n - 1.',
    }),
    minimum: t.exposeFloat('minimum', { description: 'Least value.' }),
    maximum: t.exposeFloat('maximum', { description: 'Greatest value.' }),
  }),
});

const AttackSpreadObject = builder.objectRef<AttackSpread>('AttackSpread').implement({
  description: 'How well a detector does on one attack or control, over seeds.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The attack set, without the seed in its name.' }),
    control: t.exposeBoolean('control', { description: 'Whether it is a control, which is no attack.' }),
    auc: t.field({
      type: SpreadObject,
      nullable: true,
      description: 'AUC over successful adversarials; null while fewer than two seeds are done.',
      resolve: ({ auc }) => auc,
    }),
  }),
});

const SeedResultObject = builder.objectRef<SeedResult>('SeedResult').implement({
  description: 'A detector as one seed made it.',
  fields: (t) => ({
    seed: t.exposeInt('seed', { description: 'The seed.' }),
    detector: t.field({
      type: DetectorObject,
      description: 'The detector.',
      resolve: ({ detector }) => detector,
    }),
    evaluation: t.field({
      type: EvaluationObject,
      description: 'What it was judged by.',
      resolve: ({ evaluation }) => evaluation,
    }),
  }),
});

const SeedSpreadObject = builder.objectRef<SeedSpread>('SeedSpread').implement({
  description:
    'A detector that a test bed planned once for each of several seeds, and how much the seed matters.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name, without the seed.' }),
    macroAuc: t.field({
      type: SpreadObject,
      nullable: true,
      description: 'Macro-AUC over successful adversarials; null while fewer than two seeds are done.',
      resolve: ({ macroAuc }) => macroAuc,
    }),
    attacks: t.field({
      type: [AttackSpreadObject],
      description: 'AUC on each attack and control.',
      resolve: ({ attacks }) => [...attacks],
    }),
    seeds: t.field({
      type: [SeedResultObject],
      description: 'The detector of each seed, those not done yet as well.',
      resolve: ({ seeds }) => [...seeds],
    }),
  }),
});

builder.prismaObjectFields('TestBed', (t) => ({
  seedSpreads: t.field({
    type: [SeedSpreadObject],
    description:
      'What several seeds say of each of its detectors, in the order of the plan; none with one seed.',
    resolve: async ({ id }, _, context) => [...(await seedSpreads(context, id))],
  }),
  repeatsDetector: t.boolean({
    description:
      'Whether its seeds differ in the detector alone: the model, the sample, the attacks and the reference set are the same.',
    resolve: ({ params }) => repeatParams.safeParse(params).success,
  }),
}));

const seedSpreadWords = 'What the seeds say that it was planned with; null when it was launched alone.';

/** The spread that has a seed such as this, of a test bed; null where there is neither. */
async function spreadWith(
  context: ApiContext,
  testBedId: string | null,
  has: (seed: SeedResult) => boolean,
): Promise<SeedSpread | null> {
  const all = testBedId ? await seedSpreads(context, testBedId) : [];
  return all.find(({ seeds }) => seeds.some(has)) ?? null;
}

builder.prismaObjectFields('Detector', (t) => ({
  seedSpread: t.field({
    type: SeedSpreadObject,
    nullable: true,
    description: seedSpreadWords,
    select: { run: { select: { testBedId: true } } },
    resolve: ({ id, run: { testBedId } }, _, context) =>
      spreadWith(context, testBedId, ({ detector }) => detector.id === id),
  }),
}));

builder.prismaObjectFields('Evaluation', (t) => ({
  seedSpread: t.field({
    type: SeedSpreadObject,
    nullable: true,
    description: seedSpreadWords,
    select: { run: { select: { testBedId: true } } },
    resolve: ({ id, run: { testBedId } }, _, context) =>
      spreadWith(context, testBedId, ({ evaluation }) => evaluation.id === id),
  }),
}));
