import type { PrismaClient, Run } from '@fiducial/prisma/client';
import { reserveBytes } from '../artifact/reserve';
import type { ArtifactStore } from '../artifact/store';
import { StoreAwayError } from '../artifact/store-away';
import type { RunOutput } from './finish-run';

/** A run that computed the same before. */
export interface EqualRun {
  readonly run: Run;
  readonly outputs: readonly RunOutput[];
}

/**
 * Finds the first run of the same team that succeeded with the same computation and did it itself, its files checked
 * byte by byte. Undefined when there is none, or when a file of it is damaged: then it is computed anew, which also
 * mends the store.
 */
export async function findEqualRun(
  prisma: PrismaClient,
  store: ArtifactStore,
  { run, inputDigest }: { run: Run; inputDigest: string },
): Promise<EqualRun | undefined> {
  const { teamId } = await prisma.project.findUniqueOrThrow({ where: { id: run.projectId } });
  const found = await prisma.run.findFirst({
    where: {
      inputDigest,
      status: 'SUCCEEDED',
      reusedFromRunId: null,
      // Its figures may differ in their last digits.
      smallerBatches: false,
      project: { teamId },
      id: { not: run.id },
    },
    orderBy: { finishedAt: 'asc' },
    include: { artifacts: { include: { artifact: true } } },
  });
  if (!found) return undefined;
  const { artifacts, ...equal } = found;
  const outputs = artifacts.map(({ name, artifact }) => ({
    ...artifact,
    name,
    bytes: Number(artifact.bytes),
  }));
  // Should its run be deleted just now, its files stay for this one.
  await reserveBytes(prisma, outputs);
  try {
    for (const { digest, bytes } of outputs) await store.check({ digest, bytes });
  } catch (error) {
    // A store that is away says nothing of its files.
    if (error instanceof StoreAwayError) throw error;
    return undefined;
  }
  return { run: equal, outputs };
}
