import { attacks as attackMethods } from '@fiducial/core/attacks';
import type { ModelFormat, TestBed, Transaction } from '@fiducial/prisma/client';
import type { Actor } from '../account/audit';
import { checkAttackOn } from '../model/limitations';
import { planBed, type SampleSizes } from '../test-bed/plan-bed';
import { startTestBed } from '../test-bed/start-test-bed';
import { InvalidInputError, NotFoundError } from '../user-error';
import { protocols } from '.';
import type { AtHand } from './define-protocol';

/** A protocol to be run on a data set that was imported, with a model that is ready where it takes one. */
export interface ProtocolRequest {
  readonly protocol: string;
  readonly projectId: string;
  readonly name?: string | undefined;
  readonly dataset: { readonly id: string; readonly runId: string; readonly name: string };
  readonly model: {
    readonly id: string;
    readonly runId: string;
    readonly name: string;
    readonly taps: readonly string[];
    readonly format: ModelFormat;
  } | null;
  readonly seeds: readonly number[];
  readonly sizes: Partial<SampleSizes>;
  /** Of all its runs, -1 to 1; 0 unless told. */
  readonly priority?: number;
  readonly createdById?: string | undefined;
  readonly actor?: Actor | undefined;
}

/** Plans the runs of a published protocol on what is at hand, and submits them. @throws {InvalidInputError} @throws {NotFoundError} */
export async function startProtocol(tx: Transaction, request: ProtocolRequest): Promise<TestBed> {
  const protocol = protocols.find(({ id }) => id === request.protocol);
  if (!protocol)
    throw new NotFoundError(
      `protocol: expected one of ${protocols.map(({ id }) => id).join(', ')}, got ${request.protocol.slice(0, 100)}`,
    );
  const { dataset, model } = request;
  if (protocol.model === 'given' && !model)
    throw new InvalidInputError(`modelId: expected a model, since ${protocol.id} trains none`, {
      field: 'modelId',
    });
  if (model && model.taps.length < 3)
    throw new InvalidInputError(
      `modelId: expected a model with at least 3 taps, got ${model.taps.length} of ${model.name}: wait until its run has succeeded`,
      { field: 'modelId' },
    );
  const train = await tx.split.findFirst({ where: { datasetId: dataset.id, name: 'train' } });
  const test = await tx.split.findFirst({ where: { datasetId: dataset.id, name: 'test' } });
  if (!train || !test)
    throw new InvalidInputError(
      `datasetId: expected the splits train and test, which ${dataset.name} does not have yet: wait until its run has succeeded`,
      { field: 'datasetId' },
    );
  const sizes = { ...protocol.sizes, ...request.sizes };
  const wanted = sizes.train + sizes.validation + sizes.test;
  if (wanted > test.count)
    throw new InvalidInputError(
      `sizes: expected at most ${test.count} images (split test of ${dataset.name}), got ${wanted}`,
      { field: 'train' },
    );
  const atHand = (seed: number): AtHand => ({
    seed,
    dataset: {
      name: dataset.name,
      classes: train.classCounts.length,
      smallestClass: Math.min(...train.classCounts),
    },
    model,
    sizes,
  });
  const { attacks, detectors } = protocol.bed(atHand(0));
  for (const { attack } of model ? attacks : []) {
    const method = attackMethods.find(({ id }) => id === attack);
    if (model && method) checkAttackOn(model, method, 'modelId');
  }
  return startTestBed(tx, {
    projectId: request.projectId,
    name: request.name || protocol.title,
    dataset,
    ...(model && { model }),
    seeds: request.seeds,
    plan: (seed) => planBed(protocol.bed(atHand(seed))),
    params: {
      protocol: protocol.id,
      sizes,
      departures: protocol.departures(atHand(0)),
      detectors: detectors.map(({ id, title }) => ({ id, title })),
      attacks: attacks.map(({ attack, title }) => ({ attack, title })),
    },
    priority: request.priority ?? 0,
    createdById: request.createdById,
    actor: request.actor,
  });
}
