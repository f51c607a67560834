import type { PrismaClient, Run, RunStep } from '@fiducial/prisma/client';
import { z } from 'zod';
import { strongestLevels } from '../adaptive-attack/strongest-level';
import type { ArtifactAccess } from '../artifact/read-artifact';
import { attackOutcome, qualityFlag } from '../attack-set/attack-results';
import { datasetResults } from '../dataset/import-dataset.task';
import { type EvaluationRow, evaluationResults } from '../evaluation/evaluation-results';
import { reportSweeps } from './sweep-report';
import { reportThreats } from './threat-report';

const bedParams = z.object({
  seeds: z.array(z.int()),
  variant: z.string().nullable().default(null),
  datasetId: z.string(),
});

/**
 * Reads everything that is reported of a finished test bed, as JSON with which people check an installation. Rates and AUCs
 * are 0 to 1, durations in seconds.
 */
export async function reportTestBed(access: ArtifactAccess, testBedId: string) {
  const { prisma } = access;
  const bed = await prisma.testBed.findUniqueOrThrow({
    where: { id: testBedId },
    include: {
      project: true,
      runs: {
        orderBy: { id: 'asc' },
        include: { steps: { orderBy: { ordinal: 'asc' } }, artifacts: { orderBy: { name: 'asc' } } },
      },
    },
  });
  const { seeds, variant, datasetId } = bedParams.parse(bed.params);
  const dataset = await prisma.dataset.findUniqueOrThrow({
    where: { id: datasetId },
    include: { run: true },
  });
  const evaluations = await prisma.evaluation.findMany({
    where: { run: { testBedId, status: 'SUCCEEDED' } },
    orderBy: [{ macroAuc: 'desc' }, { id: 'asc' }],
    include: {
      run: true,
      detector: {
        include: { trainedOn: { include: { attackSet: true }, orderBy: { ordinal: 'asc' } } },
      },
      attackSets: { include: { attackSet: true }, orderBy: { ordinal: 'asc' } },
    },
  });
  // A protocol's network is registered before its bed starts, so that models are those that the bed drew samples for.
  const models = await prisma.model.findMany({
    where: { samples: { some: { run: { testBedId } } } },
    orderBy: { id: 'asc' },
  });
  const attackSets = await prisma.attackSet.findMany({
    where: { run: { testBedId } },
    orderBy: { id: 'asc' },
  });
  const levels = await strongestLevels(prisma, { projectId: bed.projectId });
  const computed = await computedRuns(prisma, bed.runs);
  const first = [...computed.values()].find(({ backend }) => backend !== null);
  return {
    project: bed.project.name,
    testBed: bed.name,
    variant,
    seeds,
    backend: first?.backend ?? null,
    versions: first?.versions ?? null,
    seconds: computedSeconds(bed.runs, computed),
    dataset: { name: dataset.name, splits: datasetResults.safeParse(dataset.run.results).data?.splits ?? [] },
    models: models.map(({ name, cleanAccuracy }) => ({ name, cleanAccuracy })),
    attackSets: attackSets.map(({ name, attack, control, threatLevel, outcomes, flags }) => ({
      name,
      attack,
      control,
      threatLevel,
      outcomes: z.array(attackOutcome).nullable().parse(outcomes),
      flags: z.array(qualityFlag).nullable().parse(flags),
    })),
    evaluations: evaluations.map(({ name, run, detector, attackSets: links }) => {
      const { macro, table, inputsDigest, recall, millisecondsPerInput } = evaluationResults.parse(
        run.results,
      );
      const rows = table.filter(({ denominator }) => denominator === 'successful');
      return {
        name,
        detector: detector.name,
        method: detector.method,
        strongestThreatLevel: levels.get(detector.id) ?? ('ZERO' as const),
        trainedOn: detector.trainedOn.map(({ attackSet }) => attackSet.name),
        seed: run.seed,
        inputsDigest,
        millisecondsPerInput,
        recall,
        macro,
        attacks: links.map(({ attackSet }, set) => ({
          name: attackSet.name,
          control: attackSet.control,
          ...pickRow(rows, set),
        })),
      };
    }),
    layerSweeps: await reportSweeps(access, testBedId),
    threats: await reportThreats(access, testBedId),
    runs: bed.runs.map((run) => describeRun(run, computed.get(run.id) ?? run)),
  };
}

type ReportedRun = Run & { steps: RunStep[]; artifacts: { name: string; digest: string }[] };
type ComputedRun = Run & { steps: RunStep[] };

/** For each run the one that computed its outcome: itself, or the one that it was reused from. By id of the former. */
async function computedRuns(
  prisma: PrismaClient,
  runs: readonly ReportedRun[],
): Promise<ReadonlyMap<string, ComputedRun>> {
  // Only runs that computed are reused, so that one step leads to the original.
  const originals = await prisma.run.findMany({
    where: { id: { in: runs.flatMap(({ reusedFromRunId }) => reusedFromRunId ?? []) } },
    include: { steps: { orderBy: { ordinal: 'asc' } } },
  });
  const byId = new Map(originals.map((run) => [run.id, run]));
  return new Map(runs.map((run) => [run.id, byId.get(run.reusedFromRunId ?? '') ?? run]));
}

/** A run as reported: seconds, stages and backend are those of the computation, whenever that was. */
function describeRun(run: ReportedRun, computed: ComputedRun) {
  return {
    title: run.title,
    kind: run.kind,
    status: run.status,
    seed: run.seed,
    failure: run.failure,
    reused: run.reusedFromRunId !== null,
    backend: computed.backend,
    seconds: span([computed]),
    stages: computed.steps.map(({ name, startedAt, finishedAt }) => ({
      name,
      seconds: finishedAt ? (finishedAt.getTime() - startedAt.getTime()) / 1000 : null,
    })),
    inputDigest: run.inputDigest,
    outputs: Object.fromEntries(run.artifacts.map(({ name, digest }) => [name, digest])),
  };
}

/** The row over all epsilons of one attack set. */
function pickRow(rows: readonly EvaluationRow[], set: number) {
  const row = rows.find((one) => one.set === set && (one.kind === 'attack' || one.kind === 'control'));
  if (!row) throw new Error(`an evaluation has a row for its attack set ${set}`);
  const { auc, aucLow, aucHigh, eer, tprAt1Fpr, tprAt5Fpr, nNegative, nPositive } = row;
  return { auc, aucLow, aucHigh, eer, tprAt1Fpr, tprAt5Fpr, nNegative, nPositive };
}

/**
 * How long the test bed's computations took: from the first start to the last end of those that ran for it. Of one whose
 * runs were all reused, the sum over the originals, which may lie days apart.
 */
function computedSeconds(
  runs: readonly ReportedRun[],
  computed: ReadonlyMap<string, ComputedRun>,
): number | null {
  const own = runs.filter(({ reusedFromRunId }) => reusedFromRunId === null);
  if (own.length) return span(own);
  const seconds = [...computed.values()].map((run) => span([run]) ?? 0);
  return seconds.length ? seconds.reduce((sum, one) => sum + one, 0) : null;
}

/** Seconds from the first start to the last end. */
function span(runs: readonly { startedAt: Date | null; finishedAt: Date | null }[]): number | null {
  const starts = runs.flatMap(({ startedAt }) => startedAt?.getTime() ?? []);
  const ends = runs.flatMap(({ finishedAt }) => finishedAt?.getTime() ?? []);
  return starts.length && ends.length ? (Math.max(...ends) - Math.min(...starts)) / 1000 : null;
}
