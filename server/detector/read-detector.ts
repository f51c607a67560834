import type { Detector, ReferenceSet } from '@fiducial/core/detectors';
import { stateFromBytes } from '@fiducial/formats/bundle';
import { bytes } from '../compute/artifact-access';
import type { InputRun } from '../compute/task';
import { withApproximateSearch } from '../reference-set/approximate-search';
import { referenceSetParams } from '../reference-set/build-reference-set.task';
import { readReferenceSet } from '../reference-set/read-reference-set';
import { findDetector, layersRead } from './find-detector';
import { detectorParams } from './fit-detector.task';

/** A fitted detector with what it scores by. */
export interface FittedDetector {
  readonly detector: Detector;
  readonly state: unknown;
  readonly parameters: Record<string, unknown>;
  readonly reference: ReferenceSet;
  /** Layers of the reference set that it reads. */
  readonly layers: readonly string[];
}

/** A detector that a run fitted, with its reference set. @throws {CoreError} when this server lacks the method */
export async function readDetector(
  run: InputRun,
  referenceRun: InputRun,
  seed: number,
): Promise<FittedDetector> {
  const { method, parameters } = detectorParams.parse(run.params);
  const detector = findDetector(method);
  const layers = layersRead(detector, parameters, referenceSetParams.parse(referenceRun.params).layers);
  const reference = withApproximateSearch(await readReferenceSet(referenceRun, layers), seed);
  const state = detector.state.decode(stateFromBytes(await bytes(run, 'state')));
  return { detector, state, parameters, reference, layers };
}
