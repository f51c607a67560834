import type { Prisma, TestBed, Transaction } from '@fiducial/prisma/client';
import { type Actor, recordProjectDeed } from '../account/audit';
import { submitRun } from '../run/submit-run';
import { datasetKey, givenModelKey, isControl, type PlannedRun } from './plan-bed';

/** What a test bed needs to start. */
export interface TestBedRequest {
  readonly projectId: string;
  readonly name: string;
  readonly dataset: { readonly id: string; readonly runId: string };
  /** A model that was there before, for plans that train none. */
  readonly model?: { readonly id: string; readonly runId: string } | undefined;
  /** Other things that were there before, by the keys that the plan names them with. */
  readonly given?: Readonly<Record<string, Started>> | undefined;
  readonly seeds: readonly number[];
  /** The runs of one seed. */
  readonly plan: (seed: number) => readonly PlannedRun[];
  /** What else is kept of the request: the variant of the standard bed, the protocol and its sizes. */
  readonly params: Prisma.InputJsonObject;
  /** Of all its runs, -1 to 1; 0 unless told. */
  readonly priority?: number;
  readonly createdById?: string | undefined;
  /** Whoever asked for it over the API: written down as its launch. */
  readonly actor?: Actor | undefined;
}

/** A run with what was made for it. */
export interface Started {
  readonly runId: string;
  /** The thing that the run makes. */
  readonly id: string;
}

/** Submits all runs of a test bed and makes their things, in the caller's transaction; each run waits for its inputs. */
export async function startTestBed(tx: Transaction, request: TestBedRequest): Promise<TestBed> {
  const { projectId, name, dataset, model, seeds, createdById } = request;
  const testBed = await tx.testBed.create({
    data: {
      projectId,
      name,
      params: {
        ...request.params,
        seeds: [...seeds],
        datasetId: dataset.id,
        ...(model && { modelId: model.id }),
      },
    },
  });
  if (request.actor)
    await recordProjectDeed(tx, request.actor, {
      projectId,
      action: 'testBed.launch',
      subject: name,
      after: { seeds: [...seeds] },
    });
  for (const seed of seeds) {
    const started = new Map<string, Started>([
      [datasetKey, dataset],
      ...(model ? [[givenModelKey, model] as const] : []),
      ...Object.entries(request.given ?? {}),
    ]);
    for (const plan of request.plan(seed)) {
      const inputs = Object.fromEntries(
        Object.entries(plan.inputs).map(([role, key]) => [role, required(started, key).runId]),
      );
      const { kind, params } = plan;
      const run = await submitRun(tx, {
        projectId,
        kind,
        title: plan.name,
        params,
        seed: plan.seed,
        priority: request.priority ?? 0,
        inputs,
        createdById,
        testBedId: testBed.id,
      });
      const id = await makeThing(tx, {
        plan,
        columns: { projectId, runId: run.id, name: plan.name },
        dataset,
        started,
      });
      started.set(plan.key, { runId: run.id, id });
    }
  }
  return testBed;
}

function required(started: ReadonlyMap<string, Started>, key: string | undefined): Started {
  const found = started.get(key ?? '');
  if (!found) throw new Error(`the plan names ${key} before it is started`);
  return found;
}

interface ThingOf {
  readonly plan: PlannedRun;
  readonly columns: { readonly projectId: string; readonly runId: string; readonly name: string };
  readonly dataset: { readonly id: string };
  readonly started: ReadonlyMap<string, Started>;
}

async function makeThing(tx: Transaction, { plan, columns, dataset, started }: ThingOf): Promise<string> {
  const of = (role: string) => required(started, plan.inputs[role]);
  const attackSets = Object.keys(plan.inputs)
    .filter((role) => role.startsWith('attackSet/'))
    .map((role, ordinal) => ({ attackSetId: of(role).id, ordinal }));
  switch (plan.kind) {
    case 'trainModel':
      return (
        await tx.model.create({ data: { ...columns, datasetId: dataset.id, taps: [], bounds: [0, 1] } })
      ).id;
    case 'drawSample': {
      const { splitName, train, validation, test } = plan.params as {
        splitName: string;
        train: number;
        validation: number;
        test: number;
      }; // the plan's own
      const counts = { splitName, trainCount: train, validationCount: validation, testCount: test };
      return (await tx.sample.create({ data: { ...columns, modelId: of('model').id, ...counts } })).id;
    }
    case 'attack': {
      const { attack, epsilons } = plan.params as { attack: string; epsilons: number[] }; // the plan's own
      const control = isControl(attack);
      return (
        await tx.attackSet.create({
          data: { ...columns, modelId: of('model').id, sampleId: of('sample').id, attack, control, epsilons },
        })
      ).id;
    }
    case 'buildReferenceSet': {
      const { splitName, layers } = plan.params as { splitName: string; layers: string[] }; // the plan's own
      return (
        await tx.referenceSet.create({ data: { ...columns, modelId: of('model').id, splitName, layers } })
      ).id;
    }
    case 'attackDetector': {
      const { attack, epsilons, testOnly } = plan.params as {
        attack: string;
        epsilons: number[];
        testOnly: boolean;
      }; // the plan's own
      const [target, surrogate] = [of('detector'), plan.inputs.surrogate ? of('surrogate') : null];
      const links = { modelId: of('model').id, sampleId: of('sample').id, targetId: target.id };
      return (
        await tx.attackSet.create({
          data: {
            ...{ ...columns, ...links, attack, epsilons, testOnly },
            control: false,
            threatLevel: surrogate ? 'LIMITED' : 'PERFECT',
            surrogateId: surrogate?.id ?? null,
          },
        })
      ).id;
    }
    case 'sweepLayers': {
      const sample = await tx.sample.findUniqueOrThrow({ where: { id: of('sample').id } });
      const links = {
        modelId: sample.modelId,
        referenceSetId: of('referenceSet').id,
        sampleId: sample.id,
      };
      return (
        await tx.layerSweep.create({ data: { ...columns, ...links, attackSets: { create: attackSets } } })
      ).id;
    }
    case 'fitDetector': {
      const { method } = plan.params as { method: string }; // the plan's own
      const links = {
        modelId: of('model').id,
        referenceSetId: of('referenceSet').id,
        sampleId: of('sample').id,
      };
      return (
        await tx.detector.create({
          data: { ...columns, ...links, method, trainedOn: { create: attackSets } },
        })
      ).id;
    }
    case 'evaluate': {
      const links = { detectorId: of('detector').id, sampleId: of('sample').id };
      return (
        await tx.evaluation.create({ data: { ...columns, ...links, attackSets: { create: attackSets } } })
      ).id;
    }
  }
}
