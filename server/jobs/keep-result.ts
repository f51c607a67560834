import type { Prisma } from '@fiducial/prisma/client';
import { reserveBytes } from '../artifact/reserve';
import type { ChildOutcome } from '../compute/host';
import { persist } from '../transaction';
import type { Claim } from './claim-run';
import { failpoint } from './failpoints';
import { succeedRun } from './finish-run';
import type { WorkerTools } from './worker-tools';

/** Takes the outputs of a computation into the store, and ends its run. */
export async function keepResult(
  { prisma, store, backend, versions }: WorkerTools,
  claim: Claim,
  outcome: Extract<ChildOutcome, { type: 'done' }>,
): Promise<void> {
  await failpoint('afterStaging');
  await persist(() => reserveBytes(prisma, outcome.outputs));
  await failpoint('afterReserve');
  for (const output of outcome.outputs) {
    await store.adopt(output.file, output);
    await failpoint('afterAdopt');
  }
  const outputs = outcome.outputs.map(({ name, digest, bytes, mediaType }) => ({
    name,
    digest,
    bytes,
    mediaType,
  }));
  const { name, version, tensorflowVersion } = backend;
  const success = {
    // The child checked them against the task's schema, which describes plain JSON.
    results: outcome.results as Prisma.InputJsonValue,
    outputs,
    backend: { name, version, tensorflowVersion },
    versions: { ...versions },
    peakMemoryBytes: outcome.peakMemoryBytes,
  };
  await persist(() => succeedRun(prisma, claim, success));
  await failpoint('afterSuccess');
}
