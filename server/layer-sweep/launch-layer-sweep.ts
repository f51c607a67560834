import { expectedGot } from '@fiducial/core/expected-got';
import type { AttackSet, LayerSweep } from '@fiducial/prisma/client';
import type { z } from 'zod';
import type { ApiContext } from '../graphql/context';
import { findAttackSets, findLayerSweep, findReferenceSet, findSample } from '../launch/find-things';
import { type LaunchInput, launch, type PlannedLaunch } from '../launch/launch';
import { InvalidInputError, invalidInput } from '../user-error';
import { recountParams } from './recount-layers.task';
import { sweepParams } from './sweep-layers.task';
import { sweptPartitions } from './swept-rows';

/** The k that somebody wants, each with a default. */
interface WantedRange {
  readonly firstK?: number | null | undefined;
  readonly lastK?: number | null | undefined;
  readonly stepK?: number | null | undefined;
}

/** A layer sweep to be made. */
export interface SweepLayersInput extends LaunchInput, WantedRange {
  readonly referenceSetId: string;
  readonly sampleId: string;
  /** Attacks and controls on the sample. */
  readonly attackSetIds: readonly string[];
  /** None given means all layers of the reference set. */
  readonly layers?: readonly string[] | null | undefined;
  readonly preprocessings?: readonly string[] | null | undefined;
}

/** Other k to be counted from a sweep's neighbors. */
export interface RecountLayersInput extends LaunchInput, WantedRange {
  readonly layerSweepId: string;
}

/** Each input of a sweep carries the number of its set in a byte. */
const mostSets = 250;
/** Of one authentic image no AUC says anything. */
const leastImages = 2;

/** Plans a layer sweep. @throws {InvalidInputError} @throws {NotFoundError} */
export async function sweepLayers(
  context: ApiContext,
  input: SweepLayersInput,
): Promise<PlannedLaunch<LayerSweep>> {
  const referenceSet = await findReferenceSet(context, input.referenceSetId);
  const sample = await findSample(context, input.sampleId);
  if (sample.modelId !== referenceSet.modelId)
    throw invalid(
      'sampleId',
      `expected a sample of ${referenceSet.model.name}, got one of ${sample.model.name}`,
    );
  for (const part of sweptPartitions)
    if (sample[`${part}Count`] < leastImages)
      throw invalid(
        'sampleId',
        `expected at least ${leastImages} ${part} images, got ${sample[`${part}Count`]} in ${sample.name}`,
      );
  const sets = await findAttackSets(context, [...new Set(input.attackSetIds)]);
  checkSets(sets, sample);
  const wanted = input.layers?.length ? input.layers : referenceSet.layers;
  const unknown = wanted.find((layer) => !referenceSet.layers.includes(layer));
  if (unknown)
    throw invalid(
      'layers',
      `expected layers of the reference set (${referenceSet.layers.join(', ')}), got ${unknown}`,
    );
  const params = parsed(sweepParams, {
    layers: referenceSet.layers.filter((layer) => wanted.includes(layer)),
    preprocessings: input.preprocessings?.length ? [...new Set(input.preprocessings)] : undefined,
    ...rangeOf(input),
  });
  if (referenceSet.count !== null && params.lastK > referenceSet.count)
    throw invalid(
      'lastK',
      `expected at most ${referenceSet.count} (the reference images), got ${params.lastK}`,
    );
  const { modelId } = sample;
  return launch<LayerSweep>(
    context,
    {
      input,
      defaultName: `Layers of ${referenceSet.model.name}`,
      request: {
        projectId: referenceSet.projectId,
        kind: 'sweepLayers',
        params,
        inputs: {
          dataset: sample.model.dataset.runId,
          referenceSet: referenceSet.runId,
          sample: sample.runId,
          ...Object.fromEntries(sets.map((set, index) => [`attackSet/${index}`, set.runId])),
        },
      },
    },
    making({ modelId, referenceSetId: referenceSet.id, sampleId: sample.id, sourceId: null }, sets),
  );
}

/** Plans the counting of other k. @throws {InvalidInputError} @throws {NotFoundError} */
export async function recountLayers(
  context: ApiContext,
  input: RecountLayersInput,
): Promise<PlannedLaunch<LayerSweep>> {
  const asked = await findLayerSweep(context, input.layerSweepId);
  // The neighbors are those of the sweep that looked them up.
  const source = asked.source ?? asked;
  const sets = asked.attackSets.map(({ attackSet }) => attackSet);
  const kept = sweepParams.parse(source.run.params).lastK;
  const params = parsed(recountParams, {
    controls: sets.map(({ control }) => control),
    ...rangeOf({ ...input, lastK: input.lastK ?? kept }),
  });
  if (params.lastK > kept)
    throw invalid(
      'lastK',
      `expected at most ${kept} (the neighbors that ${source.name} keeps), got ${params.lastK}`,
    );
  const { projectId, modelId, referenceSetId, sampleId } = source;
  return launch<LayerSweep>(
    context,
    {
      input,
      defaultName: `${source.name}, k ${params.firstK} to ${params.lastK}`,
      request: { projectId, kind: 'recountLayers', params, inputs: { layerSweep: source.runId } },
    },
    making({ modelId, referenceSetId, sampleId, sourceId: source.id }, sets),
  );
}

function checkSets(sets: readonly AttackSet[], sample: { id: string; name: string }): void {
  if (!sets.some(({ control }) => !control))
    throw invalid('attackSetIds', 'expected at least one attack set');
  if (sets.length > mostSets)
    throw invalid('attackSetIds', `expected at most ${mostSets}, got ${sets.length}`);
  const partial = sets.find(({ testOnly }) => testOnly);
  if (partial)
    throw invalid(
      'attackSetIds',
      `expected attacks on all images of the sample, got ${partial.name}, which has its test images only`,
    );
  const foreign = sets.find((set) => set.sampleId !== sample.id);
  if (foreign) throw invalid('attackSetIds', `expected attacks on ${sample.name}, got ${foreign.name}`);
}

/** Those that were given; the others have defaults. */
function rangeOf({ firstK, lastK, stepK }: WantedRange): Record<string, number> {
  const given = Object.entries({ firstK, lastK, stepK });
  return Object.fromEntries(
    given.flatMap(([name, value]) => (typeof value === 'number' ? [[name, value]] : [])),
  );
}

function parsed<Schema extends z.ZodType>(schema: Schema, given: object): z.output<Schema> {
  const result = schema.safeParse(given, expectedGot);
  if (!result.success) throw invalidInput(result.error);
  return result.data;
}

function invalid(field: string, message: string): InvalidInputError {
  return new InvalidInputError(`${field}: ${message}`, { field });
}

function making(
  of: Pick<LayerSweep, 'modelId' | 'referenceSetId' | 'sampleId' | 'sourceId'>,
  sets: readonly AttackSet[],
): Parameters<typeof launch<LayerSweep>>[2] {
  const attackSets = { create: sets.map((set, ordinal) => ({ attackSetId: set.id, ordinal })) };
  return {
    find: (tx, run) => tx.layerSweep.findUnique({ where: { runId: run.id } }),
    create: (tx, columns) => tx.layerSweep.create({ data: { ...columns, ...of, attackSets } }),
  };
}
