import { sha256 } from '@fiducial/formats';
import type { PrismaClient, TestBed, Transaction } from '@fiducial/prisma/client';
import type { ArtifactStore } from '../artifact/store';
import { createProject } from '../project/create-project';
import { submitRun } from '../run/submit-run';
import { standardPlan } from '../test-bed/standard-plan';
import { startTestBed } from '../test-bed/start-test-bed';
import { inTransaction } from '../transaction';
import { type Digits, describeDigits } from './choose-digits';

/** The project of the demonstration. */
export const demonstrationName = 'MNIST: kNN score against evolution map';

const description =
  'Which detector tells adversarial digits from authentic ones: the kNN score of each layer, or the evolution map?';

/** For whom, and on what. */
export interface DemonstrationRequest {
  readonly viewer: { readonly id: string; readonly teamIds: readonly string[] };
  readonly digits: Digits;
  readonly seeds?: readonly number[];
  readonly variant?: 'standard' | 'full';
}

/** Makes the demonstration's project, imports the digits and starts the standard test bed on them, all or nothing. */
export async function startDemonstration(
  { prisma, store }: { prisma: PrismaClient; store: ArtifactStore },
  { viewer, digits, seeds = [0], variant = 'standard' }: DemonstrationRequest,
): Promise<TestBed> {
  const uploads = await storeFiles(store, digits);
  return inTransaction(prisma, async (tx) => {
    const project = await createProject({ prisma: tx, viewer }, { name: demonstrationName, description });
    for (const { digest, bytes } of Object.values(uploads))
      await tx.artifact.upsert({
        where: { digest },
        update: {},
        create: { digest, bytes, mediaType: 'application/octet-stream' },
      });
    const dataset = await importDigits(tx, { projectId: project.id, viewer, digits, uploads });
    return startTestBed(tx, {
      projectId: project.id,
      name: 'Standard test bed',
      dataset,
      seeds,
      plan: (seed) => standardPlan({ seed, variant }),
      params: { variant },
      createdById: viewer.id,
    });
  });
}

type StoredFiles = Readonly<Record<string, { readonly digest: string; readonly bytes: number }>>;

async function storeFiles(store: ArtifactStore, digits: Digits): Promise<StoredFiles> {
  if (digits.kind !== 'files') return {};
  const entries = Object.entries(digits.files).map(async ([role, bytes]) => {
    const stored = await store.put([bytes], sha256(bytes));
    return [role, stored] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function importDigits(
  tx: Transaction,
  {
    projectId,
    viewer,
    digits,
    uploads,
  }: { projectId: string; uploads: StoredFiles } & Pick<DemonstrationRequest, 'viewer' | 'digits'>,
) {
  const digests = Object.fromEntries(Object.entries(uploads).map(([role, { digest }]) => [role, digest]));
  const source = {
    files: { type: 'idx', ...digests },
    mirror: { type: 'mnist' },
    builtIn: { type: 'builtInDigits' },
  }[digits.kind];
  const name = digits.kind === 'builtIn' ? 'MNIST, built-in digits' : 'MNIST';
  const run = await submitRun(tx, {
    projectId,
    kind: 'importDataset',
    title: name,
    params: { source },
    uploads: digests,
    createdById: viewer.id,
  });
  return tx.dataset.create({
    data: { projectId, runId: run.id, name, description: `Handwritten digits: ${describeDigits(digits)}.` },
  });
}
