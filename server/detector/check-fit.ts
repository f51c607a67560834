import { detectors, learnsFromAttacks } from '@fiducial/core/detectors';
import type { ApiContext } from '../graphql/context';
import { findAttackSets, findReferenceSet, findSample } from '../launch/find-things';
import { checkParameters, chosenMethod, type MethodChoice } from '../method/chosen-method';
import { InvalidInputError } from '../user-error';

/** What a detector is to be fitted to. */
export interface FitRequest {
  readonly referenceSetId: string;
  readonly sampleId: string;
  readonly detector: MethodChoice;
  /** Attack sets of this sample: to learn from, and for methods that do not learn, to set thresholds on. */
  readonly trainOn: readonly string[];
}

/**
 * The things that a fit is made of, its parameters with defaults filled in, and a name that tells it from others.
 *
 * @throws {InvalidInputError}
 * @throws {NotFoundError}
 */
export async function checkFit(context: ApiContext, input: FitRequest) {
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
  checkCounts(params, referenceSet.count, method.id);
  const trainOn = await findAttackSets(context, [...new Set(input.trainOn)]);
  if (learnsFromAttacks(method, params) && trainOn.length === 0)
    throw new InvalidInputError(
      `trainOn: ${method.title} learns from attacks: expected at least one attack set`,
      { field: 'trainOn' },
    );
  const partial = trainOn.find(({ testOnly }) => testOnly);
  if (partial)
    throw new InvalidInputError(
      `trainOn: expected attacks on all images of a sample, got ${partial.name}, which has its test images only`,
      { field: 'trainOn' },
    );
  const foreign = trainOn.find((set) => set.sampleId !== sample.id || set.control);
  if (foreign)
    throw new InvalidInputError(
      `trainOn: expected attacks on ${sample.name}, got ${foreign.name}${foreign.control ? ', a control' : ''}`,
      { field: 'trainOn' },
    );
  return { referenceSet, sample, method, params, trainOn, name: detectorName(method.title, params) };
}

/** Parameters that count reference images. */
const countsOfReference = ['k', 'minibatch'] as const;

function checkCounts(params: Record<string, unknown>, count: number | null, id: string): void {
  for (const name of countsOfReference) {
    const value = params[name];
    if (typeof value !== 'number' || count === null || value <= count) continue;
    const field = `detector.${id}.${name}`;
    throw new InvalidInputError(`${field}: expected at most ${count} (the reference images), got ${value}`, {
      field,
    });
  }
}

function checkLayers(params: Record<string, unknown>, available: readonly string[], id: string): void {
  // Where several are chosen, the one is not read.
  const several = Array.isArray(params.layers) && params.layers.length > 0;
  const named = [several ? params.layers : params.layer].flat().filter((layer) => typeof layer === 'string');
  const field = `detector.${id}.${several ? 'layers' : 'layer'}`;
  const twice = named.find((layer, at) => named.indexOf(layer) < at);
  if (twice)
    throw new InvalidInputError(`${field}: expected each layer once, got ${twice} more often`, { field });
  const unknown = named.find((layer) => !available.includes(layer));
  if (!unknown) return;
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
