import type { Norm } from '@fiducial/core/attacks';
import { median } from '@fiducial/core/attacks';
import type { AttackSet } from '@fiducial/prisma/client';
import { builder } from '../graphql/builder';
import { NormEnum } from '../method/method-types';
import { AttackSetObject } from './attack-set-types';
import { bestOf, storedAttacks } from './stored-attacks';

interface FoundBy {
  readonly attackSet: AttackSet;
  readonly images: number;
}

interface Best {
  readonly norm: Norm;
  /** Null where no set fooled the image. */
  readonly norms: readonly (number | null)[];
  readonly foundBy: readonly FoundBy[];
}

const FoundByObject = builder.objectRef<FoundBy>('BestKnownFinder').implement({
  description: 'An attack set that holds the best known perturbation of some images.',
  fields: (t) => ({
    attackSet: t.field({
      type: AttackSetObject,
      description: 'The attack set.',
      resolve: ({ attackSet }) => attackSet,
    }),
    images: t.exposeInt('images', {
      description: 'Images for which its perturbation is the smallest known.',
    }),
  }),
});

const BestKnownObject = builder.objectRef<Best>('BestKnownPerturbations').implement({
  description: 'The smallest perturbation of each image of a sample that any stored attack set has.',
  fields: (t) => ({
    norm: t.field({ type: NormEnum, description: 'In which norm.', resolve: ({ norm }) => norm }),
    fooled: t.int({
      description: 'Images that some attack fooled.',
      resolve: ({ norms }) => norms.filter((size) => size !== null).length,
    }),
    median: t.float({
      nullable: true,
      description: 'Median size over those; null when there is none.',
      resolve: ({ norms }) => median(norms.filter((size) => size !== null)),
    }),
    norms: t.floatList({
      nullable: { list: false, items: true },
      description:
        'Size for each image of the sample, in its order, in input units; null where none was fooled.',
      resolve: ({ norms }) => [...norms],
    }),
    foundBy: t.field({
      type: [FoundByObject],
      description: 'The sets that hold them, most images first.',
      resolve: ({ foundBy }) => [...foundBy],
    }),
  }),
});

builder.prismaObjectField('Sample', 'bestKnown', (t) =>
  t.field({
    type: BestKnownObject,
    description:
      'The smallest perturbation of each of its images over all stored attack sets, targeted ones as well, controls not.',
    args: { norm: t.arg({ type: NormEnum, required: true, description: 'In which norm.' }) },
    resolve: async ({ id }, { norm }, context): Promise<Best> => {
      const stored = await storedAttacks(context, id);
      const { norms, foundBy } = bestOf(stored, norm);
      const counted = stored.map(({ set }, index) => ({
        attackSet: set,
        images: foundBy.filter((by) => by === index).length,
      }));
      return {
        norm,
        norms: Array.from(norms, (size) => (Number.isFinite(size) ? size : null)),
        foundBy: counted.filter(({ images }) => images > 0).sort((a, b) => b.images - a.images),
      };
    },
  }),
);
