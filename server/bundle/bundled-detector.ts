import type { BackendReport } from '@fiducial/backend';
import type { Context } from '@fiducial/core/context';
import { type Classifier, deserializeModel, graphClassifier, type ImageArray } from '@fiducial/core/models';
import { modelFormat, readGraphModel, readLayersModel } from '@fiducial/formats';
import {
  type BundleFiles,
  checkClassifier,
  memberPaths,
  readBundledDetector,
  readImageFeatures,
  type Surroundings,
  scoreChunk,
} from '@fiducial/formats/bundle';
import { fitDetectorTask } from '../detector/fit-detector.task';
import { evaluateTask } from '../evaluation/evaluate.task';
import { compiledClassifier } from '../model/compiled-classifier';
import { withApproximateSearch } from '../reference-set/approximate-search';

/** What a bundle says of one image. */
export interface ImageVerdict {
  /** Number of the predicted class. */
  readonly predicted: number;
  /** Softmax probability of it. */
  readonly confidence: number;
  /** Higher for more likely adversarial. */
  readonly score: number;
  /** Whether the score is above the detector's threshold. */
  readonly flagged: boolean;
}

/** A detector that was read from a bundle, with its model. */
export interface ScoringDetector {
  readonly backend: BackendReport;
  /** Verdicts on images in their order. @throws {CoreError} @throws {CancelledError} */
  readonly score: (images: ImageArray, context: Context) => Promise<ImageVerdict[]>;
  readonly dispose: () => void;
}

/** What this program scores bundles with: the code of its own tasks, and an approximate index where one is at hand. */
export const ownSurroundings: Surroundings = {
  versions: { fit: fitDetectorTask.version, score: evaluateTask.version },
  withSearch: withApproximateSearch,
};

/**
 * Makes a detector of a bundle, with the code that evaluations are made with. A backend is loaded once all of the bundle
 * has been looked through.
 *
 * @throws {FormatError} when a member is malformed or does not fit the manifest
 * @throws {CoreError} for a method, a version or parameters that this program does not have
 */
export async function bundledDetector(bundle: BundleFiles): Promise<ScoringDetector> {
  const { threshold } = bundle.manifest;
  const bundled = await readBundledDetector(bundle, ownSurroundings);
  const makeClassifier = await readNetwork(bundle);
  const { loadBackend } = await import('@fiducial/backend');
  const backend = await loadBackend();
  const model = await makeClassifier();
  return {
    backend,
    dispose: () => model.dispose(),
    score: async (images, context) => {
      const verdicts: ImageVerdict[] = [];
      for await (const chunk of readImageFeatures(model, images, { detectors: [bundled], context })) {
        const { scores } = await scoreChunk(bundled, { chunk, images, model }, context);
        scores.forEach((score, at) => {
          verdicts.push({
            predicted: chunk.predicted[at] ?? 0,
            confidence: chunk.confidence[at] ?? 0,
            score,
            flagged: score > threshold,
          });
        });
      }
      return verdicts;
    },
  };
}

/**
 * Reads and checks the network of a bundle; the function that comes back makes a classifier of it, once a backend is there.
 *
 * @throws {FormatError}
 */
export async function readNetwork({ manifest, read }: BundleFiles): Promise<() => Promise<Classifier>> {
  const json = Buffer.from(await read(memberPaths.model)).toString('utf8');
  const files = new Map([['weights.bin', await read(memberPaths.weights)]]);
  const { bounds } = manifest.model;
  const make = await classifierMaker(json, files, bounds);
  return async () => {
    const model = await make();
    checkClassifier(model, manifest.model);
    return model;
  };
}

async function classifierMaker(
  json: string,
  files: ReadonlyMap<string, Uint8Array>,
  bounds: readonly [number, number],
): Promise<() => Promise<Classifier>> {
  if (modelFormat(json) === 'graph-model') {
    const graph = readGraphModel(json, files);
    return () => graphClassifier(graph, bounds);
  }
  const network = readLayersModel(json, files);
  return async () => compiledClassifier(await deserializeModel(network), bounds);
}
