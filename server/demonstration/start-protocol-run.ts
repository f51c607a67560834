import { setTimeout as sleep } from 'node:timers/promises';
import type { PrismaClient, TestBed } from '@fiducial/prisma/client';
import type { ArtifactStore } from '../artifact/store';
import { createProject } from '../project/create-project';
import { protocols } from '../protocol';
import { outputsOf, readImages, readModelFolder } from '../protocol/read-folders';
import { startProtocol } from '../protocol/start-protocol';
import { submitRun } from '../run/submit-run';
import { SetUpError } from '../set-up-error';
import type { ProtocolOptions } from '../supervisor/options.mjs';
import { inTransaction } from '../transaction';
import { digestsOf, storeFiles } from './store-files';

/** What the pixels of a model are normalized by, by name; pixels are between 0 and 1. */
const normalizations = {
  imagenet: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  half: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  none: undefined,
} as const;

interface Surroundings {
  readonly prisma: PrismaClient;
  readonly store: ArtifactStore;
  readonly viewer: { readonly id: string; readonly teamIds: readonly string[] };
  readonly signal: AbortSignal;
}

/**
 * Makes a project, imports the images, takes in the model, and starts a published protocol on them.
 *
 * @throws {SetUpError} for a protocol that is not known, folders that hold something else, or an import that fails
 */
export async function startProtocolRun(
  surroundings: Surroundings,
  options: ProtocolOptions,
  seeds: readonly number[],
): Promise<TestBed> {
  const { prisma, viewer } = surroundings;
  const protocol = protocols.find(({ id }) => id === options.id);
  if (!protocol)
    throw new SetUpError(
      `--protocol: expected one of ${protocols.map(({ id }) => id).join(', ')}, got ${options.id}`,
    );
  if (protocol.model === 'given' && !options.model)
    throw new SetUpError(`--protocol: ${protocol.id} trains no model: expected --data and --model`);
  const model = options.model ? await readModelFolder(options.model) : null;
  const images = options.data
    ? await readImages(options.data, { ...options, size: model?.size })
    : { name: 'MNIST, built-in digits', files: {}, source: () => ({ type: 'builtInDigits' }) };
  const project = await inTransaction(prisma, (tx) =>
    createProject({ prisma: tx, viewer }, { name: protocol.title, description: protocol.summary }),
  );
  const common = { projectId: project.id, createdById: viewer.id };
  const stored = await storeFiles(surroundings, images.files);
  const uploads = digestsOf(stored);
  const dataset = await inTransaction(prisma, async (tx) => {
    const run = await submitRun(tx, {
      ...common,
      kind: 'importDataset',
      title: images.name,
      params: { source: images.source(uploads) },
      uploads,
    });
    return tx.dataset.create({ data: { projectId: project.id, runId: run.id, name: images.name } });
  });
  await ended(surroundings, dataset.runId);
  const registered = model && (await register(surroundings, { model, options, dataset, common }));
  const ready = registered && (await prisma.model.findUniqueOrThrow({ where: { id: registered.id } }));
  return inTransaction(prisma, (tx) =>
    startProtocol(tx, {
      ...common,
      protocol: protocol.id,
      dataset,
      model: ready,
      seeds,
      sizes: options.sizes ?? {},
    }),
  );
}

interface Registration {
  readonly model: Awaited<ReturnType<typeof readModelFolder>>;
  readonly options: ProtocolOptions;
  readonly dataset: { readonly id: string; readonly runId: string };
  readonly common: { readonly projectId: string; readonly createdById: string };
}

async function register(
  surroundings: Surroundings,
  { model, options, dataset, common }: Registration,
): Promise<{ id: string }> {
  const { prisma } = surroundings;
  const { classNames } = await prisma.dataset.findUniqueOrThrow({ where: { id: dataset.id } });
  const stored = await storeFiles(surroundings, model.files);
  const made = await inTransaction(prisma, async (tx) => {
    const run = await submitRun(tx, {
      ...common,
      kind: 'registerModel',
      title: model.name,
      params: {
        weightFiles: model.weightFiles,
        normalization: normalizations[options.normalization],
        outputClasses: options.classes ? await outputsOf(options.classes, classNames) : [],
      },
      inputs: { dataset: dataset.runId },
      uploads: digestsOf(stored),
    });
    const { projectId } = common;
    return tx.model.create({
      data: { projectId, runId: run.id, datasetId: dataset.id, name: model.name, taps: [], bounds: [0, 1] },
    });
  });
  await ended(surroundings, made.runId);
  return made;
}

const lookEveryMs = 500;

/** Waits until a run has succeeded. @throws {SetUpError} when it ends otherwise */
async function ended({ prisma, signal }: Surroundings, runId: string): Promise<void> {
  for (;;) {
    const run = await prisma.run.findUniqueOrThrow({ where: { id: runId } });
    if (run.status === 'SUCCEEDED') return;
    if (run.status === 'FAILED' || run.status === 'CANCELLED' || signal.aborted)
      throw new SetUpError(
        `${run.title}: ${(run.failure as { message?: string } | null)?.message ?? 'it was stopped'}`, // as the recorder writes it
      );
    await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
}
