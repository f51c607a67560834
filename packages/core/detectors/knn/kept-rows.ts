import type { Features } from '../../activations/features';
import type { ReferenceSet } from '../reference-set';
import { type Preprocessed, preprocess } from './preprocessing';

/** Preprocessed rows of one layer. */
interface Kept {
  readonly layer: string;
  readonly fitted: Preprocessed;
  readonly chunks: readonly Features[];
}

/** Rows by the reference set that they are of: they go when it goes. Last used last. */
const keptOf = new WeakMap<ReferenceSet, Kept[]>();

/** Bytes that are kept for one reference set: five layers of 60,000 rows of 200 values are 240 MB. */
const budgetBytes = 256 * 2 ** 20;

/**
 * The rows of a layer as they are compared, in chunks. They are computed once for a reference set and a fitted preprocessing,
 * not at every score, since an attacker scores at every step; beyond the budget those unused for longest are let go, and
 * rows that alone exceed it are not kept. Features that stay as they are are not kept twice.
 */
export function keptRows(
  reference: ReferenceSet,
  layer: string,
  { fitted, budget = budgetBytes }: { fitted: Preprocessed; budget?: number },
): readonly Features[] {
  const compute = () => Array.from(reference.chunks(layer), (chunk) => preprocess(chunk, fitted));
  if (fitted.kind === 'none') return compute();
  const kept = keptOf.get(reference) ?? [];
  const known = kept.find((of) => of.layer === layer && of.fitted === fitted);
  const rows = known ?? { layer, fitted, chunks: compute() };
  const recent = [...kept.filter((of) => of !== known), rows];
  while (recent.length > 0 && bytesOf(recent) > budget) recent.shift();
  keptOf.set(reference, recent);
  return rows.chunks;
}

function bytesOf(kept: readonly Kept[]): number {
  return kept.reduce(
    (sum, { chunks }) => chunks.reduce((bytes, { data }) => bytes + data.byteLength, sum),
    0,
  );
}
