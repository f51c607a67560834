import { detectors, learnsFromAttacks } from '@fiducial/core/detectors';
import type { Detector } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { findAttackSets, findReferenceSet, findSample } from '../launch/find-things';
import { type LaunchInput, launch } from '../launch/launch';
import { checkParameters, chosenMethod, type MethodChoice } from '../method/chosen-method';
import { InvalidInputError } from '../user-error';

/** A detector to be fitted. */
export interface FitDetectorInput extends LaunchInput {
  readonly referenceSetId: string;
  readonly sampleId: string;
  readonly detector: MethodChoice;
  /** Attack sets of this sample: to learn from, and for methods that do not learn, to set thresholds on. */
  readonly trainOn: readonly string[];
}

/** Launches the fit of a detector. @throws {InvalidInputError} @throws {NotFoundError} */
export async function fitDetector(context: ApiContext, input: FitDetectorInput): Promise<Detector> {
  const referenceSet = await findReferenceSet(context, input.referenceSetId);
  const sample = await findSample(context, input.sampleId);
  if (sample.modelId !== referenceSet.modelId)
    throw new InvalidInputError(
      `sampleId: expected a sample of ${referenceSet.model.name}, got one of ${sample.model.name}`,
      { field: 'sampleId' },
    );
  const { method, parameters } = chosenMethod(detectors, input.detector, 'detector');
  const params = checkParameters(method, parameters, 'detector');
  checkLayers(params, referenceSet.layers, method.id);
  const conflict = method.conflict?.(params);
  if (conflict) {
    const field = `detector.${method.id}.${conflict.field}`;
    throw new InvalidInputError(`${field}: ${conflict.message}`, { field });
  }
  const k = params.k;
  if (typeof k === 'number' && referenceSet.count !== null && k > referenceSet.count)
    throw new InvalidInputError(
      `detector.${method.id}.k: expected 1 to ${referenceSet.count} (the reference images), got ${k}`,
      { field: `detector.${method.id}.k` },
    );
  const trainOn = await findAttackSets(context, [...new Set(input.trainOn)]);
  if (learnsFromAttacks(method, params) && trainOn.length === 0)
    throw new InvalidInputError(
      `trainOn: ${method.title} learns from attacks: expected at least one attack set`,
      { field: 'trainOn' },
    );
  const foreign = trainOn.find((set) => set.sampleId !== sample.id || set.control);
  if (foreign)
    throw new InvalidInputError(
      `trainOn: expected attacks on ${sample.name}, got ${foreign.name}${foreign.control ? ', a control' : ''}`,
      { field: 'trainOn' },
    );
  return launch<Detector>(
    context,
    {
      input,
      defaultName: detectorName(method.title, params),
      request: {
        projectId: referenceSet.projectId,
        kind: 'fitDetector',
        params: { method: method.id, parameters: params },
        inputs: {
          dataset: sample.model.dataset.runId,
          model: sample.model.runId,
          referenceSet: referenceSet.runId,
          sample: sample.runId,
          ...Object.fromEntries(trainOn.map((set, index) => [`attackSet/${index}`, set.runId])),
        },
      },
    },
    {
      find: (tx, run) => tx.detector.findUnique({ where: { runId: run.id } }),
      create: (tx, columns) =>
        tx.detector.create({
          data: {
            ...columns,
            modelId: sample.modelId,
            referenceSetId: referenceSet.id,
            sampleId: sample.id,
            method: method.id,
            trainedOn: { create: trainOn.map((set, ordinal) => ({ attackSetId: set.id, ordinal })) },
          },
        }),
    },
  );
}

function checkLayers(params: Record<string, unknown>, available: readonly string[], id: string): void {
  // Where several are chosen, the one is not read.
  const several = Array.isArray(params.layers) && params.layers.length > 0;
  const named = [several ? params.layers : params.layer].flat().filter((layer) => typeof layer === 'string');
  const unknown = named.find((layer) => !available.includes(layer));
  if (!unknown) return;
  const field = `detector.${id}.${several ? 'layers' : 'layer'}`;
  throw new InvalidInputError(
    `${field}: expected layers of the reference set (${available.join(', ')}), got ${unknown}`,
    {
      field,
      expected: available.join(', '),
      received: unknown,
    },
  );
}

/** A name that tells two detectors of one method apart. */
function detectorName(title: string, params: Record<string, unknown>): string {
  const { layer, layers, combine, k, preprocessing } = params;
  const several = Array.isArray(layers) && layers.length > 0;
  const values = [
    several ? layers.join(' + ') : layer,
    several ? combine : undefined,
    params.weighting,
    k === undefined ? undefined : `k ${k}`,
    preprocessing === 'none' ? undefined : preprocessing,
    params.representative,
    params.distance,
    params.head,
  ];
  return [title, ...values.filter((value) => value !== undefined)].join(', ');
}
