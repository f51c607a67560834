import type { PrismaClient, Run, Transaction } from '@fiducial/prisma/client';
import type { ArtifactStore } from '../artifact/store';
import { digestOf } from '../canonical-json';
import type { BackendData, InputData } from '../compute/messages';
import type { InputArtifact, Task } from '../compute/task';

/** Everything that goes into a run, by role; where its files are to be read is not known yet. */
export type RunInputs = Readonly<Record<string, RunInput>>;

interface RunInput extends Omit<InputData, 'artifacts'> {
  readonly artifacts: Readonly<Record<string, RecordedArtifact>>;
}

type RecordedArtifact = Omit<InputArtifact, 'path'>;

/** Reads what the inputs of a claimed run left behind. */
export async function readInputs(prisma: PrismaClient, run: Run): Promise<RunInputs> {
  const rows = await prisma.runInput.findMany({ where: { runId: run.id }, orderBy: { role: 'asc' } });
  return inputsOf(prisma, {
    inputs: Object.fromEntries(rows.map(({ role, inputRunId }) => [role, inputRunId])),
    // Written by submitRun.
    uploads: run.uploads as Record<string, string> | null,
  });
}

/** Reads what runs left behind, by the roles that they have as inputs, and files that people gave, name -> digest. */
export async function inputsOf(
  tx: Transaction,
  {
    inputs,
    uploads,
  }: { inputs: Readonly<Record<string, string>>; uploads: Readonly<Record<string, string>> | null },
): Promise<RunInputs> {
  const runs = await tx.run.findMany({
    where: { id: { in: Object.values(inputs) } },
    include: { artifacts: { include: { artifact: true } } },
  });
  const byId = new Map(runs.map((run) => [run.id, run]));
  const read: Record<string, RunInput> = {};
  for (const [role, id] of Object.entries(inputs)) {
    const run = byId.get(id);
    if (!run) continue;
    const artifacts = Object.fromEntries(
      run.artifacts.map(({ name, artifact }) => [name, describe(artifact)]),
    );
    read[role] = { params: run.params, results: run.results, artifacts };
  }
  if (uploads) read.upload = await readUploads(tx, uploads);
  return read;
}

async function readUploads(tx: Transaction, digests: Readonly<Record<string, string>>): Promise<RunInput> {
  const rows = await tx.artifact.findMany({ where: { digest: { in: Object.values(digests) } } });
  const known = new Map(rows.map((row) => [row.digest, row]));
  const artifacts: Record<string, RecordedArtifact> = {};
  for (const [name, digest] of Object.entries(digests)) {
    const artifact = known.get(digest);
    if (artifact) artifacts[name] = describe(artifact);
  }
  return { params: {}, results: {}, artifacts };
}

function describe({ digest, bytes, mediaType }: { digest: string; bytes: bigint; mediaType: string }) {
  return { digest, bytes: Number(bytes), mediaType };
}

/** Inputs as a child reads them: every file lies on this machine at least as long as the folder `holder`. */
export async function lendInputs(
  store: ArtifactStore,
  inputs: RunInputs,
  holder: string,
): Promise<Record<string, InputData>> {
  const lent: Record<string, InputData> = {};
  for (const [role, input] of Object.entries(inputs)) {
    const artifacts: Record<string, InputArtifact> = {};
    for (const [name, artifact] of Object.entries(input.artifacts))
      artifacts[name] = { ...artifact, path: await store.lend(artifact, holder) };
    lent[role] = { ...input, artifacts };
  }
  return lent;
}

/** Role -> artifact name -> sha256, for the run's record. */
export function digestsOf(inputs: RunInputs): Record<string, Record<string, string>> {
  return Object.fromEntries(
    Object.entries(inputs).map(([role, { artifacts }]) => [
      role,
      Object.fromEntries(Object.entries(artifacts).map(([name, { digest }]) => [name, digest])),
    ]),
  );
}

/** Identity of a computation: equal ones have equal results, so the second need not be computed. */
export function computationDigest(
  run: Run,
  task: Task,
  { inputs, backend }: { inputs: RunInputs; backend: BackendData },
): string {
  const { name, version, tensorflowVersion } = backend;
  const digests = digestsOf(inputs);
  return digestOf({
    kind: task.kind,
    version: task.version,
    params: run.params,
    seed: run.seed,
    backend: task.needsBackend ? { name, version, tensorflowVersion } : null,
    inputs: Object.entries(inputs).map(([role, { params, results }]) => ({
      role,
      params,
      results,
      artifacts: digests[role],
    })),
  });
}
