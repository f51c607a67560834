import type { BackendReport } from '@fiducial/backend';
import { extractFeatures, type Features } from '@fiducial/core/activations';
import type { Context } from '@fiducial/core/context';
import type { ReferenceSet } from '@fiducial/core/detectors';
import { CoreError } from '@fiducial/core/errors';
import { parseParameters } from '@fiducial/core/method';
import { type Classifier, deserializeModel, type ImageArray } from '@fiducial/core/models';
import { FormatError, type LayersModelFile, readLayersModel, readNpy } from '@fiducial/formats';
import { stateFromBytes } from '../detector/detector-state';
import { findDetector } from '../detector/find-detector';
import { fitDetectorTask } from '../detector/fit-detector.task';
import { evaluateTask } from '../evaluation/evaluate.task';
import { compiledClassifier } from '../model/compiled-classifier';
import { withApproximateSearch } from '../reference-set/approximate-search';
import { type BundleManifest, memberPaths } from './bundle-manifest';
import type { OpenBundle } from './open-bundle';

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

/** A detector that was read from a bundle. */
export interface BundledDetector {
  readonly backend: BackendReport;
  /** Verdicts on images in their order. @throws {CoreError} @throws {CancelledError} */
  readonly score: (images: ImageArray, context: Context) => Promise<ImageVerdict[]>;
  readonly dispose: () => void;
}

/**
 * Makes a detector of a bundle: model, state and reference rows, with the code that evaluations are made with. A backend
 * is loaded once all of them have been looked through.
 *
 * @throws {FormatError} when a member is malformed or does not fit the manifest
 * @throws {CoreError} for a method, a version or parameters that this program does not have
 */
export async function bundledDetector({ manifest, read }: OpenBundle): Promise<BundledDetector> {
  const { method, model: described, threshold } = manifest;
  const detector = findDetector(method.id);
  checkVersion('fits', method.fitVersion, fitDetectorTask.version);
  checkVersion('scores', method.scoreVersion, evaluateTask.version);
  parseParameters(detector, method.parameters);
  if (Boolean(detector.needs.lookup) !== (manifest.reference !== null))
    throw new FormatError(
      `reference: expected ${detector.needs.lookup ? 'rows, which' : 'none, for'} ${method.id} ${detector.needs.lookup ? 'looks up' : 'looks none up'}`,
    );
  const state = detector.state.decode(stateFromBytes(await read(memberPaths.state)));
  const reference = withApproximateSearch(await readReference(manifest, read), method.seed);
  const network = await readNetwork(read);
  const { loadBackend } = await import('@fiducial/backend');
  const backend = await loadBackend();
  const model = await classifierOf(network, described);
  return {
    backend,
    dispose: () => model.dispose(),
    score: async (images, context) => {
      const verdicts: ImageVerdict[] = [];
      const rows = extractFeatures(model, images, { taps: described.taps, context, chunkRows });
      for await (const { first, rows: count, features, logits, predicted, confidence } of rows) {
        const queries = {
          rows: count,
          features,
          logits,
          predicted,
          ...(detector.needs.images && { images: rowImages(images, { first, bounds: described.bounds }) }),
        };
        const data = { reference, queries, ...(detector.needs.model && { model }) };
        const { scores } = await detector.score(state, data, context);
        scores.forEach((score, at) => {
          verdicts.push({
            predicted: predicted[at] ?? 0,
            confidence: confidence[at] ?? 0,
            score,
            flagged: score > threshold,
          });
        });
      }
      return verdicts;
    },
  };
}

/** Images whose features are held at once. */
const chunkRows = 1024;

function checkVersion(what: string, given: number, ours: number): void {
  if (given !== ours)
    throw new CoreError(
      'PARAMETERS',
      `method: expected version ${ours} of the code that ${what}, which this program has, got ${given}: use the version of Fiducial that made the bundle`,
    );
}

async function readNetwork(read: OpenBundle['read']): Promise<LayersModelFile> {
  const weights = new Map([['weights.bin', await read(memberPaths.weights)]]);
  return readLayersModel((await read(memberPaths.model)).toString('utf8'), weights);
}

async function classifierOf(
  network: LayersModelFile,
  { inputShape, bounds, classNames, taps }: BundleManifest['model'],
): Promise<Classifier> {
  const model = await compiledClassifier(await deserializeModel(network), bounds);
  if (model.inputShape.join() !== inputShape.join() || model.classes !== classNames.length)
    throw new FormatError(
      `model: expected inputs [${inputShape}] and ${classNames.length} classes, got [${model.inputShape}] and ${model.classes}`,
    );
  const unknown = taps.find((tap) => !model.layers.some(({ name }) => name === tap));
  if (unknown !== undefined) throw new FormatError(`model: expected a layer ${unknown}, got none`);
  return model;
}

async function readReference(
  { reference, model: { classNames, taps } }: BundleManifest,
  read: OpenBundle['read'],
): Promise<ReferenceSet> {
  const layers = new Map<string, { dimensions: number; chunks: readonly Features[] }>();
  for (const { layer, dimensions, chunks: paths } of reference?.layers ?? []) {
    const chunks: Features[] = [];
    for (const path of paths) chunks.push(await readRows(path, dimensions, read));
    const rows = chunks.reduce((sum, { data }) => sum + data.length / dimensions, 0);
    if (rows !== reference?.rows)
      throw new FormatError(`reference: expected ${reference?.rows} rows of ${layer}, got ${rows}`);
    layers.set(layer, { dimensions, chunks });
  }
  const of = (layer: string) => {
    const found = layers.get(layer);
    if (!found) throw new FormatError(`reference: expected rows of ${layer}, got none`);
    return found;
  };
  return {
    rows: reference?.rows ?? 0,
    classes: classNames.length,
    layers: taps,
    labels: reference ? await readLabels(reference.rows, read) : new Int32Array(0),
    dimensions: (layer) => of(layer).dimensions,
    chunks: (layer) => of(layer).chunks,
    representatives: (layer) => {
      throw new FormatError(`reference: expected rows of ${layer} only, got asked for its points`);
    },
  };
}

async function readRows(path: string, dimensions: number, read: OpenBundle['read']): Promise<Features> {
  const { data, shape } = readNpy(await read(path));
  if (!(data instanceof Float32Array) || shape.length !== 2 || shape[1] !== dimensions)
    throw new FormatError(`${path}: expected 32-bit floats [rows, ${dimensions}], got [${shape}]`);
  return { data, dimensions };
}

async function readLabels(rows: number, read: OpenBundle['read']): Promise<Int32Array> {
  const { data } = readNpy(await read(memberPaths.labels));
  if (!(data instanceof Int32Array) || data.length !== rows)
    throw new FormatError(`${memberPaths.labels}: expected ${rows} integers, got ${data.length} values`);
  return data;
}

/** The images of a chunk as detectors read them, in the model's bounds. */
function rowImages(
  { data, shape }: ImageArray,
  { first, bounds: [low, high] }: { first: number; bounds: readonly [number, number] },
) {
  const size = shape[0] * shape[1] * shape[2];
  return {
    shape,
    read: async (rows: ArrayLike<number>) => {
      const values = new Float32Array(rows.length * size);
      for (let at = 0; at < rows.length; at++) {
        const from = (first + (rows[at] ?? 0)) * size;
        const image = data.subarray(from, from + size);
        values.set(
          image instanceof Float32Array
            ? image
            : Float32Array.from(image, (byte) => low + (byte / 255) * (high - low)),
          at * size,
        );
      }
      return values;
    },
  };
}
