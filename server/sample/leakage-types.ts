import { leakKinds } from '@fiducial/core/audit';
import { builder } from '../graphql/builder';
import { ItemPairInterface, type ItemPictures } from '../image/item-pair-types';
import { auditedParts, type SampleLeakage } from './audit-sample';
import { sampleResults } from './draw-sample.task';

const AuditedPartEnum = builder.enumType('AuditedPart', {
  description: 'Images that are audited for leakage.',
  values: {
    REFERENCE: {
      value: auditedParts[0],
      description: 'The training split, which reference sets are made of.',
    },
    TRAIN: { value: auditedParts[1], description: 'Images that detectors learn from.' },
    VALIDATION: { value: auditedParts[2], description: 'Images that set thresholds.' },
    TEST: { value: auditedParts[3], description: 'Images that evaluations are made on.' },
    ERRORS: { value: auditedParts[4], description: 'Misclassified images, which evaluations are made on.' },
  } as const,
});

const LeakKindEnum = builder.enumType('LeakKind', {
  description: 'In what two images that should be different ones are the same.',
  values: {
    ORIGINAL: { value: leakKinds[0], description: 'One item of the data set is in both.' },
    EQUAL: { value: leakKinds[1], description: 'Two items with equal pixels.' },
    NEAR: { value: leakKinds[2], description: 'Two items whose pixels hardly differ.' },
  } as const,
});

const LeakObject = builder.objectRef<SampleLeakage['leaks'][number] & ItemPictures>('Leak').implement({
  description: 'An image of one part of a sample that is in another part too, or in the training split.',
  interfaces: [ItemPairInterface],
  fields: (t) => ({
    part: t.field({ type: AuditedPartEnum, description: 'Where it is.', resolve: ({ group }) => group }),
    against: t.field({
      type: AuditedPartEnum,
      description: 'Where it is too.',
      resolve: ({ against }) => against,
    }),
    kind: t.field({ type: LeakKindEnum, description: 'In what.', resolve: ({ kind }) => kind }),
  }),
});

const AuditedPairObject = builder.objectRef<SampleLeakage['pairs'][number]>('AuditedPair').implement({
  description: 'How many images of one part are in another.',
  fields: (t) => ({
    part: t.field({
      type: AuditedPartEnum,
      description: 'Whose images were looked for.',
      resolve: ({ group }) => group,
    }),
    against: t.field({
      type: AuditedPartEnum,
      description: 'Where they were looked for.',
      resolve: ({ against }) => against,
    }),
    images: t.exposeInt('images', { description: 'Images looked for.' }),
    others: t.exposeInt('others', { description: 'Images that they were compared with.' }),
    originals: t.exposeInt('original', { description: 'Images that are the same item of the data set.' }),
    equal: t.exposeInt('equal', { description: 'Images that have the same pixels as another item.' }),
    near: t.exposeInt('near', { description: 'Images that hardly differ from another item.' }),
    undecided: t.exposeInt('undecided', {
      description: 'Images that look like too many others to have been compared with all of them.',
    }),
  }),
});

/** The audit of a sample as the API describes it. */
export const LeakageAuditObject = builder.objectRef<SampleLeakage & ItemPictures>('LeakageAudit').implement({
  description:
    'Whether images of a sample are in the training split, or in two of its parts: scores of such images are better than those of new ones.',
  fields: (t) => ({
    limit: t.exposeFloat('limit', {
      description:
        'Images that differ by less than this share of the range of pixels, root mean square, count as near-duplicates.',
    }),
    count: t.int({
      description: 'Images found in another part, each once for each part.',
      resolve: ({ pairs }) =>
        pairs.reduce((sum, { original, equal, near }) => sum + original + equal + near, 0),
    }),
    pairs: t.field({
      type: [AuditedPairObject],
      description: 'Every two parts that were compared.',
      resolve: ({ pairs }) => pairs,
    }),
    leaks: t.field({
      type: [LeakObject],
      description: 'The first 200 that were found: same items first, then by difference.',
      resolve: ({ leaks, datasetRunId, shape }) => leaks.map((leak) => ({ ...leak, datasetRunId, shape })),
    }),
  }),
});

/** The audit that a run which drew a sample has kept; null before it has, and for samples drawn before there was one. */
export function leakageOf(results: unknown): SampleLeakage | null {
  return sampleResults.safeParse(results).data?.leakage ?? null;
}
