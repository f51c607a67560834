import { type FragmentOf, graphql, type ResultOf } from '@fiducial/schema';

/** How far attacks and controls move each layer of a sweep. */
export const Disturbances = graphql(`
  fragment Disturbances on LayerSweep {
    disturbances {
      layer
      allBudgets
      epsilon
      attackSet { id name control epsilons }
      successful { n mean lowerQuartile median upperQuartile }
      all { n mean lowerQuartile median upperQuartile }
    }
  }
`);

/** Disturbances as a query hands them on. */
export type DisturbancesRef = FragmentOf<typeof Disturbances>;
type Entry = ResultOf<typeof Disturbances>['disturbances'][number];
/** Mean and quartiles, in units of the radius of a class. */
export type DisturbanceFigures = NonNullable<Entry['all']>;

/** Means of fewer images say little of an attack. */
export const leastImages = 10;

/** A set at one budget, or at all of them, with its figures layer by layer. */
export interface DisturbanceRow {
  readonly key: string;
  readonly set: Entry['attackSet'];
  readonly allBudgets: boolean;
  readonly epsilon: number | null;
  /** Of each layer in forward order; null for none. */
  readonly figures: readonly (DisturbanceFigures | null)[];
  /** Images that each mean is over; where layers differ, the fewest; 0 for none. */
  readonly images: number;
  /** Whether that is fewer than `leastImages`. */
  readonly few: boolean;
}

/** The entries as rows, sets in order and all budgets of a set first; of a set with one budget that row alone. */
export function disturbanceRows(
  { disturbances }: ResultOf<typeof Disturbances>,
  over: 'successful' | 'all',
): { layers: string[]; rows: DisturbanceRow[] } {
  const layers = [...new Set(disturbances.map(({ layer }) => layer))];
  const rows = new Map<string, Entry[]>();
  for (const entry of disturbances) {
    const { attackSet, allBudgets, epsilon } = entry;
    if (!allBudgets && attackSet.epsilons.length < 2) continue;
    const key = `${attackSet.id} ${allBudgets ? 'all' : epsilon}`;
    rows.set(key, [...(rows.get(key) ?? []), entry]);
  }
  return {
    layers,
    rows: [...rows].flatMap(([key, entries]) => {
      const [first] = entries;
      if (!first) return [];
      const { attackSet: set, allBudgets, epsilon } = first;
      const figures = layers.map((layer) => entries.find((entry) => entry.layer === layer)?.[over] ?? null);
      const counts = figures.flatMap((of) => (of === null ? [] : [of.n]));
      const images = counts.length > 0 ? Math.min(...counts) : 0;
      return [{ key, set, allBudgets, epsilon, figures, images, few: images < leastImages }];
    }),
  };
}
