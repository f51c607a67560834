import type { PrismaClient } from '@fiducial/prisma/client';
import DataLoader from 'dataloader';
import type { ApiContext } from '../graphql/context';

/** A run, and what of it is wanted. */
export interface WantedOfRun {
  readonly runId: string;
  /** Only the metrics of these names; null for all. */
  readonly names: readonly string[] | null;
}

/** Reads what is wanted of some runs, in their order. */
type ReadAll<Found> = (prisma: PrismaClient, all: readonly WantedOfRun[]) => Promise<Found[]>;

/** Makes a reader that asks once for all runs of an answer. */
export function ofRuns<Found>(
  readAll: ReadAll<Found>,
): (context: ApiContext, wanted: WantedOfRun) => Promise<Found> {
  const ofRequest = new WeakMap<ApiContext, DataLoader<WantedOfRun, Found, string>>();
  return (context, wanted) => {
    const { prisma } = context;
    const there = ofRequest.get(context);
    const loader =
      there ??
      new DataLoader<WantedOfRun, Found, string>((all) => readAll(prisma, all), {
        cacheKeyFn: (one) => JSON.stringify(one),
      });
    if (!there) ofRequest.set(context, loader);
    return loader.load(wanted);
  };
}
