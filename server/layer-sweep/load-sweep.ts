import { placeOfCell, type SweepCell } from '@fiducial/core/sweep';
import { readNpy } from '@fiducial/formats';
import type { AttackSet, LayerSweep, Prisma } from '@fiducial/prisma/client';
import { type ArtifactAccess, readParsed } from '../artifact/read-artifact';
import { axesOf, type SweepResults, sweepResults } from './sweep-results';
import { type SweptPartition, sweptPartitions } from './swept-rows';

/** What must be loaded of a sweep before its cells can be read. */
export const sweepSelect = {
  runId: true,
  run: { select: { results: true } },
  attackSets: { include: { attackSet: true }, orderBy: { ordinal: 'asc' } },
} as const satisfies Prisma.LayerSweepSelect;

/** A sweep with what its cells refer to. */
export interface LoadedSweep extends Pick<LayerSweep, 'runId'> {
  readonly run: { readonly results: unknown };
  readonly attackSets: readonly { readonly attackSet: AttackSet }[];
}

/** A made sweep: its axes, its sets in order, and its AUCs. */
export interface MadeSweep {
  readonly results: SweepResults;
  readonly sets: readonly AttackSet[];
  /** AUC of a column of a cell: 0 for the macro-AUC, then each set. Null where it cannot be told; undefined for a cell that was not swept. */
  readonly aucOf: (
    cell: SweepCell,
    of: { partition: SweptPartition; column: number },
  ) => number | null | undefined;
}

/** Reads a sweep's AUCs; null before it is made. */
export async function madeSweep(access: ArtifactAccess, sweep: LoadedSweep): Promise<MadeSweep | null> {
  const results = sweepResults.safeParse(sweep.run.results).data;
  if (!results) return null;
  const { data } = await readParsed(access, { runId: sweep.runId, name: 'aucs' }, readNpy);
  const axes = axesOf(results);
  return {
    results,
    sets: sweep.attackSets.map(({ attackSet }) => attackSet),
    aucOf: (cell, { partition, column }) => {
      const place = placeOfCell(axes, { partition: sweptPartitions.indexOf(partition), cell, column });
      if (place === undefined) return undefined;
      const auc = data[place] ?? Number.NaN;
      return Number.isNaN(auc) ? null : auc;
    },
  };
}
