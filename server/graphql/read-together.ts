import type { PrismaClient } from '@fiducial/prisma/client';
import DataLoader from 'dataloader';
import type { ApiContext } from './context';

/**
 * Makes a reader that asks once for all that is wanted at one moment of an answer, such as by each row of a list. Nothing
 * is remembered: what a mutation changes is read anew below it.
 *
 * @param readAll finds what is wanted, in its order
 */
export function readTogether<Wanted, Found>(
  readAll: (prisma: PrismaClient, all: readonly Wanted[]) => Promise<Found[]>,
): (context: ApiContext, wanted: Wanted) => Promise<Found> {
  const ofContext = new WeakMap<ApiContext, DataLoader<Wanted, Found>>();
  return (context, wanted) => {
    const { prisma } = context;
    const there = ofContext.get(context);
    const loader = there ?? new DataLoader<Wanted, Found>((all) => readAll(prisma, all), { cache: false });
    if (!there) ofContext.set(context, loader);
    return loader.load(wanted);
  };
}
