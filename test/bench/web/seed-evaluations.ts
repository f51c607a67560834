import { denominators, evaluationRows } from '@fiducial/core/metrics';
import type { PrismaClient } from '@fiducial/prisma/client';
import { openFolderStore } from '@fiducial/server/artifact/folder-store';
import {
  type InputColumns,
  inputsDigest,
  readInputs,
  writeInputs,
} from '@fiducial/server/evaluation/inputs-file';
import { evaluationInclude, setsOf } from '@fiducial/server/evaluation/load-evaluation';

/** How much is made of one evaluation. */
export interface Wanted {
  readonly evaluations: number;
  readonly inputs: number;
}

/**
 * Makes many evaluations of many inputs out of one that was really made: its inputs are drawn again and again, and each
 * evaluation has a detector of its own, whose scores differ from the true ones by noise of its own. Tables are computed from
 * the scores as the product computes them. The ids of the rows.
 */
export async function seedEvaluations(
  { prisma, artifacts }: { prisma: PrismaClient; artifacts: string },
  evaluationId: string,
  { evaluations, inputs }: Wanted,
): Promise<string[]> {
  const store = await openFolderStore(artifacts);
  const made = await prisma.evaluation.findUniqueOrThrow({
    where: { id: evaluationId },
    include: evaluationInclude,
  });
  const kept = await prisma.runArtifact.findMany({ where: { runId: made.runId } });
  const file = kept.find(({ name }) => name === 'inputs');
  const drawn = drawInputs(readInputs(await store.read(file?.digest ?? '')), inputs);
  const ids: string[] = [];
  for (let at = 0; at < evaluations; at++) {
    const scored = { ...drawn, score: noisy(drawn.score, 0.01 * (at + 1), at) };
    const { digest, bytes } = await store.put([writeInputs(scored)]);
    await prisma.artifact.upsert({
      where: { digest },
      create: { digest, bytes, mediaType: 'application/octet-stream' },
      update: {},
    });
    const table = denominators.flatMap((denominator) => evaluationRows(scored, setsOf(made), denominator));
    const [macro] = table;
    const name = `Detector ${String(at + 1).padStart(2, '0')}`;
    const copied = await copyRows(prisma, made, { name, digest });
    await prisma.run.update({
      where: { id: copied.runId },
      data: {
        results: JSON.parse(
          JSON.stringify({
            ...(made.run.results as object),
            table,
            macro,
            inputs,
            inputsDigest: inputsDigest(scored),
          }), // an object of the task
        ),
      },
    });
    await prisma.evaluation.update({
      where: { id: copied.id },
      data: {
        macroAuc: macro?.auc ?? null,
        macroAucLow: macro?.aucLow ?? null,
        macroAucHigh: macro?.aucHigh ?? null,
        inputsDigest: inputsDigest(scored),
      },
    });
    ids.push(copied.id);
  }
  return ids;
}

type Made = Awaited<ReturnType<typeof loadOne>>;
const loadOne = (prisma: PrismaClient) => prisma.evaluation.findFirstOrThrow({ include: evaluationInclude });

/** The rows of an evaluation and of its detector once more, under a name of their own. */
async function copyRows(
  prisma: PrismaClient,
  { detector, run, attackSets, ...made }: Made,
  { name, digest }: { name: string; digest: string },
): Promise<{ id: string; runId: string }> {
  const copyRun = async ({ id }: { id: string }) => {
    const { id: _id, idempotencyKey: _key, ...rest } = await prisma.run.findUniqueOrThrow({ where: { id } });
    // What JSON columns hold is JSON, which their type for writing does not say.
    return prisma.run.create({ data: { ...rest, title: name } as never });
  };
  const fitted = await copyRun(detector.run);
  const { modelId, referenceSetId, sampleId, projectId, method, threshold } = detector;
  const own = await prisma.detector.create({
    data: { runId: fitted.id, name, modelId, referenceSetId, sampleId, projectId, method, threshold },
  });
  const evaluated = await copyRun(run);
  await prisma.runArtifact.create({ data: { runId: evaluated.id, name: 'inputs', digest } });
  return prisma.evaluation.create({
    data: {
      name,
      runId: evaluated.id,
      detectorId: own.id,
      projectId: made.projectId,
      sampleId: made.sampleId,
      attackSets: { create: attackSets.map(({ attackSetId, ordinal }) => ({ attackSetId, ordinal })) },
    },
  });
}

/** So many inputs, the true ones in turn. */
function drawInputs(of: InputColumns, count: number): InputColumns {
  const from = (at: number) => at % of.score.length;
  const draw = <Column extends Float32Array | Uint32Array | Int32Array | Uint8Array>(
    column: Column,
  ): Column => {
    const drawn = new (column.constructor as new (length: number) => Column)(count); // of the same kind
    for (let at = 0; at < count; at++) drawn[at] = column[from(at)] ?? 0;
    return drawn;
  };
  return {
    score: draw(of.score),
    confidence: draw(of.confidence),
    row: draw(of.row),
    original: draw(of.original),
    predicted: draw(of.predicted),
    label: draw(of.label),
    group: draw(of.group),
    set: draw(of.set),
    epsilon: draw(of.epsilon),
    success: draw(of.success),
  };
}

/** Scores with noise of a size, the same for the same number, within 0 and 1. */
function noisy(scores: Float32Array, size: number, number: number): Float32Array {
  let state = 2654435761 * (number + 1);
  return scores.map((score) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.min(1, Math.max(0, score + size * (state / 2 ** 31 - 1)));
  });
}
