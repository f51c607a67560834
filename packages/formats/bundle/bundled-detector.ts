import { type Detector, detectors, type EncodedState, type ReferenceSet } from '@fiducial/core/detectors';
import { CoreError } from '@fiducial/core/errors';
import { parseParameters } from '@fiducial/core/method';
import type { Classifier } from '@fiducial/core/models';
import { FormatError } from '../format-error';
import { readSafetensors } from '../safetensors';
import { type BundleManifest, memberPaths } from './bundle-manifest';
import { type BundleFiles, readBundledReference } from './read-reference';

/** A detector that was read from a bundle: all that decides its scores, except the model. */
export interface BundledDetector {
  readonly manifest: BundleManifest;
  readonly detector: Detector;
  readonly state: unknown;
  /** The state as it is written down, which everybody can read. */
  readonly encoded: EncodedState;
  readonly reference: ReferenceSet;
}

/** What the program that reads a bundle has of its own. */
export interface Surroundings {
  /** Versions of the code that fits and of the code that scores, of which another may give other numbers. */
  readonly versions: { readonly fit: number; readonly score: number };
  /** The reference set with an approximate index, where there is one. */
  readonly withSearch?: (reference: ReferenceSet, seed: number) => ReferenceSet;
}

/**
 * Makes a detector of a bundle: its state and the reference rows that it looks up. No backend is needed yet.
 *
 * @throws {FormatError} when a member is malformed or does not fit the manifest
 * @throws {CoreError} for a method, a version or parameters that this program does not have
 */
export async function readBundledDetector(
  files: BundleFiles,
  { versions, withSearch = (reference) => reference }: Surroundings,
): Promise<BundledDetector> {
  const { manifest, read } = files;
  const { method } = manifest;
  const detector = methodOf(method.id);
  checkVersion('fits', method.fitVersion, versions.fit);
  checkVersion('scores', method.scoreVersion, versions.score);
  parseParameters(detector, method.parameters);
  if (Boolean(detector.needs.lookup) !== (manifest.reference !== null))
    throw new FormatError(
      `reference: expected ${detector.needs.lookup ? 'rows, which' : 'none, for'} ${method.id} ${detector.needs.lookup ? 'looks up' : 'looks none up'}`,
    );
  const encoded = stateFromBytes(await read(memberPaths.state));
  const state = detector.state.decode(encoded);
  const reference = withSearch(await readBundledReference(files), method.seed);
  return { manifest, detector, state, encoded, reference };
}

/** Holds the network of a bundle against what the manifest says of it. @throws {FormatError} */
export function checkClassifier(
  model: Pick<Classifier, 'inputShape' | 'classes' | 'layers'>,
  { inputShape, classNames, taps }: BundleManifest['model'],
): void {
  if (model.inputShape.join() !== inputShape.join() || model.classes !== classNames.length)
    throw new FormatError(
      `model: expected inputs [${inputShape}] and ${classNames.length} classes, got [${model.inputShape}] and ${model.classes}`,
    );
  const unknown = taps.find((tap) => !model.layers.some(({ name }) => name === tap));
  if (unknown !== undefined) throw new FormatError(`model: expected a layer ${unknown}, got none`);
}

/** A detector's state as it is written down: floats by name, and text. @throws {CoreError} when the file holds anything else */
export function stateFromBytes(bytes: Uint8Array): EncodedState {
  const { tensors, metadata } = readSafetensors(bytes);
  const arrays = [...tensors].map(([name, { data, shape }]) => {
    if (!(data instanceof Float32Array))
      throw new CoreError('SHAPE', `detector state ${name}: expected 32-bit floats`);
    return [name, { data, shape }] as const;
  });
  return { arrays: Object.fromEntries(arrays), text: metadata };
}

function methodOf(id: string): Detector {
  const found = detectors.find((detector) => detector.id === id);
  if (found) return found;
  const known = detectors.map((detector) => detector.id).join(', ');
  throw new CoreError('PARAMETERS', `method: expected one of ${known}, got ${id}`);
}

function checkVersion(what: string, given: number, ours: number): void {
  if (given !== ours)
    throw new CoreError(
      'PARAMETERS',
      `method: expected version ${ours} of the code that ${what}, which this program has, got ${given}: use the version of Fiducial that made the bundle`,
    );
}
