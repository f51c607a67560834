import { type Search, searched } from '../../lib/address';
import { paths } from '../../lib/paths';
import type { LayerSweepData } from './layer-sweep-query';

/** What of a sweep the page shows; all of it stands in the address. */
export interface SweepView {
  /** The attack or control that AUCs are against; undefined for the macro-AUC. */
  readonly against: LayerSweepData['attackSets'][number] | undefined;
  readonly partition: 'TEST' | 'VALIDATION';
  /** Of the curves over k, and of the heat maps that narrow screens show. */
  readonly preprocessing: string;
  readonly weighting: string;
  /** The control whose curves are drawn beside. */
  readonly control: LayerSweepData['attackSets'][number] | undefined;
  /** Address of the page with one choice changed. */
  readonly withChoice: (changes: Readonly<Record<string, string | undefined>>) => string;
}

/** Reads the choices from the address; those that the sweep does not have fall back to the first. */
export function sweepView(
  { id, attackSets, preprocessings, weightings, best }: LayerSweepData,
  search: Search,
): SweepView {
  const wanted = {
    against: searched(search, 'against'),
    images: searched(search, 'images'),
    features: searched(search, 'features'),
    weights: searched(search, 'weights'),
    noise: searched(search, 'noise'),
    moved: searched(search, 'moved'),
  };
  const among = (all: readonly string[], asked: string | undefined, fallback: string | undefined) =>
    all.find((one) => one === asked) ?? fallback ?? all[0] ?? '';
  return {
    against: attackSets.find((set) => set.id === wanted.against),
    partition: wanted.images === 'validation' ? 'VALIDATION' : 'TEST',
    preprocessing: among(preprocessings, wanted.features, best?.preprocessing),
    weighting: among(weightings, wanted.weights, best?.weighting),
    control: wanted.noise === 'shown' ? attackSets.find(({ control }) => control) : undefined,
    withChoice: (changes) => paths.layerSweep(id, { ...wanted, ...changes }),
  };
}
