import type { Features } from '@fiducial/core/activations';
import type { ReferenceSet } from '@fiducial/core/detectors';
import { features, integers } from '../compute/artifact-access';
import type { InputRun } from '../compute/task';
import { referenceSetParams, referenceSetResults } from './build-reference-set.task';

/** Chunks of one layer that were read, and its reference points. */
interface Layer {
  readonly chunks: readonly Features[];
  readonly centroid: Features;
  readonly medoid: Features;
}

/** A reference set as detectors see it. Only the given layers are read. */
export async function readReferenceSet(run: InputRun, wanted: readonly string[]): Promise<ReferenceSet> {
  const { count, layers: described, classCounts } = referenceSetResults.parse(run.results);
  const { layers: all } = referenceSetParams.parse(run.params);
  const loaded = new Map<string, Layer>();
  for (const layer of wanted.filter((name) => all.includes(name))) {
    const names = [...run.artifacts.keys()].filter((name) => name.startsWith(`features/${layer}/`));
    const chunks: Features[] = [];
    for (let index = 0; index < names.length; index++)
      chunks.push(await features(run, `features/${layer}/${index}`));
    loaded.set(layer, {
      chunks,
      centroid: await features(run, `centroids/${layer}`),
      medoid: await features(run, `medoids/${layer}`),
    });
  }
  const of = (layer: string) => {
    const found = loaded.get(layer);
    if (!found) throw new Error(`layer ${layer} of the reference set was not read`);
    return found;
  };
  return {
    rows: count,
    classes: classCounts.length,
    layers: all,
    labels: await integers(run, 'labels'),
    dimensions: (layer) => described.find((entry) => entry.layer === layer)?.dimensions ?? 0,
    chunks: (layer) => of(layer).chunks,
    representatives: (layer, kind) => of(layer)[kind],
  };
}
