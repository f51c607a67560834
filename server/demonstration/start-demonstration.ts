import type { PrismaClient, TestBed, Transaction } from '@fiducial/prisma/client';
import type { ArtifactStore } from '../artifact/store';
import { createProject } from '../project/create-project';
import { submitRun } from '../run/submit-run';
import { standardPlan, type TestBedVariant } from '../test-bed/standard-plan';
import { startTestBed } from '../test-bed/start-test-bed';
import { inTransaction } from '../transaction';
import { type Digits, describeDigits } from './choose-digits';
import { digestsOf, type StoredFiles, storeFiles } from './store-files';

/** The project of the demonstration. */
export const demonstrationName = 'MNIST: kNN score against evolution map';

const description =
  'Which detector tells adversarial digits from authentic ones: the kNN score of each layer, or the evolution map?';

/** For whom, and on what. */
export interface DemonstrationRequest {
  readonly viewer: { readonly id: string; readonly teamIds: readonly string[] };
  readonly digits: Digits;
  readonly seeds?: readonly number[];
  readonly variant?: TestBedVariant;
}

/** Makes the demonstration's project, imports the digits and starts the standard test bed on them, all or nothing. */
export async function startDemonstration(
  { prisma, store }: { prisma: PrismaClient; store: ArtifactStore },
  { viewer, digits, seeds = [0], variant = 'standard' }: DemonstrationRequest,
): Promise<TestBed> {
  const uploads = await storeFiles({ prisma, store }, digits.kind === 'files' ? digits.files : {});
  return inTransaction(prisma, async (tx) => {
    const project = await createProject({ prisma: tx, viewer }, { name: demonstrationName, description });
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

async function importDigits(
  tx: Transaction,
  {
    projectId,
    viewer,
    digits,
    uploads,
  }: { projectId: string; uploads: StoredFiles } & Pick<DemonstrationRequest, 'viewer' | 'digits'>,
) {
  const digests = digestsOf(uploads);
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
