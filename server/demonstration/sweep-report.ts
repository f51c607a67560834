import { weightings } from '@fiducial/core/detectors';
import type { SweepCell } from '@fiducial/core/sweep';
import { type ArtifactAccess, readParsed } from '../artifact/read-artifact';
import { readDisturbances } from '../layer-sweep/disturbance-file';
import { madeSweep, sweepSelect } from '../layer-sweep/load-sweep';
import { ksOf } from '../layer-sweep/sweep-results';

/**
 * What the layer sweeps of a test bed found: the setting chosen on validation images for each layer with its macro-AUC on
 * test images, that AUC over k of plain features, and the median disturbance of each layer by each attack and control.
 */
export async function reportSweeps(access: ArtifactAccess, testBedId: string) {
  const sweeps = await access.prisma.layerSweep.findMany({
    where: { run: { testBedId, status: 'SUCCEEDED' } },
    orderBy: { id: 'asc' },
    select: { name: true, ...sweepSelect },
  });
  const reports = await Promise.all(sweeps.map((sweep) => reportSweep(access, sweep)));
  return reports.filter((report) => report !== null);
}

type SweepRow = { readonly name: string } & Parameters<typeof madeSweep>[1];

async function reportSweep(access: ArtifactAccess, sweep: SweepRow) {
  const made = await madeSweep(access, sweep);
  if (!made) return null;
  const { results, aucOf, sets } = made;
  const ks = ksOf(results.range);
  const tested = (cell: SweepCell, column = 0) => aucOf(cell, { partition: 'test', column }) ?? null;
  const disturbances = await readParsed(
    access,
    { runId: sweep.runId, name: 'disturbances' },
    readDisturbances,
  );
  return {
    name: sweep.name,
    ks,
    countingMilliseconds: results.countingMilliseconds,
    chosen: results.bestByLayer.flatMap((cell) =>
      cell
        ? {
            ...cell,
            macroAuc: tested(cell),
            attacks: sets.map(({ name, control }, at) => ({ name, control, auc: tested(cell, 1 + at) })),
          }
        : [],
    ),
    curves: results.layers.flatMap((layer) =>
      weightings.map((weighting) => ({
        layer,
        weighting,
        aucs: ks.map((k) => tested({ layer, weighting, k, preprocessing: 'none' })),
      })),
    ),
    disturbances: disturbances.flatMap(({ set, budget, layer, successful, all }) =>
      budget === null
        ? {
            attack: sets[set]?.name ?? '',
            layer,
            successful: successful?.median ?? null,
            all: all?.median ?? null,
          }
        : [],
    ),
  };
}
