import type { EvaluatedSet } from '@fiducial/core/metrics';
import type { Prisma } from '@fiducial/prisma/client';
import { type ArtifactAccess, readParsed } from '../artifact/read-artifact';
import { budgetsOf } from '../attack-set/budgets';
import type { ApiContext } from '../graphql/context';
import { type InputColumns, readInputs } from './inputs-file';

/** What must be loaded of an evaluation before its inputs can be read. */
export const evaluationInclude = {
  detector: {
    include: {
      run: { select: { id: true, status: true, params: true } },
      trainedOn: { include: { attackSet: true }, orderBy: { ordinal: 'asc' } },
      referenceSet: true,
      model: { include: { dataset: { include: { splits: true } } } },
    },
  },
  sample: true,
  run: { select: { id: true, status: true, results: true } },
  attackSets: { include: { attackSet: true }, orderBy: { ordinal: 'asc' } },
} as const satisfies Prisma.EvaluationInclude;

/** An evaluation with everything that its inputs refer to. */
export type LoadedEvaluation = Prisma.EvaluationGetPayload<{ include: typeof evaluationInclude }>;

/** An evaluation of the viewer's, or null. */
export async function loadEvaluation(
  { prisma, viewer }: ApiContext,
  id: string,
): Promise<LoadedEvaluation | null> {
  return prisma.evaluation.findFirst({ where: { id, project: viewer.projects }, include: evaluationInclude });
}

/** Those of some evaluations that are the viewer's, by id. */
export async function loadEvaluations(
  { prisma, viewer }: ApiContext,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LoadedEvaluation>> {
  const found = await prisma.evaluation.findMany({
    where: { id: { in: [...ids] }, project: viewer.projects },
    include: evaluationInclude,
  });
  return new Map(found.map((evaluation) => [evaluation.id, evaluation]));
}

/** Its scored inputs, from the artifact of its run. @throws {NotFoundError} before it is evaluated */
export function inputsOf(access: ArtifactAccess, { runId }: { runId: string }): Promise<InputColumns> {
  return readParsed(access, { runId, name: 'inputs' }, readInputs);
}

/** Its attack sets as the metrics take them. */
export function setsOf({ attackSets }: LoadedEvaluation): EvaluatedSet[] {
  return attackSets.map(({ attackSet: { attack, control, epsilons } }) => ({
    attack,
    control,
    epsilons: budgetsOf(epsilons),
  }));
}
