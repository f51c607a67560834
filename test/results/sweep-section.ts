import { markdownTable } from '../markdown/markdown-table';
import { three } from './figure-words';
import { type FigureLine, lines } from './figures';
import type { StudiedSweep } from './study';

/** The setting of each layer that is best on validation images, with its AUCs on test images. */
export function chosenTable({ chosen }: StudiedSweep): string {
  const controls = (of: StudiedSweep['chosen'][number]) =>
    of.attacks.filter(({ control }) => control).map(({ auc }) => three(auc));
  return markdownTable(
    ['layer', 'preprocessing', 'weighting', 'k', 'macro-AUC, test images', 'noise control'],
    chosen.map((cell) => [
      cell.layer,
      cell.preprocessing,
      cell.weighting,
      cell.k,
      three(cell.macroAuc),
      controls(cell).join(', '),
    ]),
  );
}

/** Macro-AUC over k of each layer, rank weighting, plain features, as SVG. */
export function neighborCurves({ ks, curves }: StudiedSweep): string {
  const drawn: FigureLine[] = curves
    .filter(({ weighting }) => weighting === 'rank')
    .map(({ layer, aucs }) => ({
      name: layer,
      points: ks.flatMap((k, at) => {
        const auc = aucs[at];
        return auc == null ? [] : [[k, auc] as const];
      }),
    }));
  return lines({
    xTitle: 'k, nearest training images',
    yTitle: 'macro-AUC',
    drawn,
    yRange: [0.5, 1],
    logarithmic: true,
  });
}

/** Median disturbance of each layer by each attack and control, in radii of the class. */
export function disturbanceTable({ disturbances }: StudiedSweep): string {
  const layers = [...new Set(disturbances.map(({ layer }) => layer))];
  const attacks = [...new Set(disturbances.map(({ attack }) => attack))];
  const median = (attack: string, layer: string) => {
    const found = disturbances.find((one) => one.attack === attack && one.layer === layer);
    return three(found?.successful ?? found?.all ?? null);
  };
  return markdownTable(
    ['attack', ...layers],
    attacks.map((attack) => [attack, ...layers.map((layer) => median(attack, layer))]),
  );
}
