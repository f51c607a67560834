import type { ArtifactAccess } from '../artifact/read-artifact';
import { type SharedEvaluation, sharedEvaluations } from '../public-link/shared-comparison';
import { oncePer, type ReadBlock } from './block-reading';
import type { BlockOf } from './report-blocks';

/** Panels of several evaluations. */
export type EvaluationsBlock = BlockOf<'results' | 'roc' | 'scores'>;

/** What a panel shows, and in words what it does not show, and why. */
export interface Shown<Thing> {
  readonly things: readonly Thing[];
  readonly gaps: readonly string[];
}

/** The evaluations of a panel that are there and finished, in its order. */
export const shownEvaluations = oncePer(
  async (
    { block: { evaluationIds }, projectId }: ReadBlock<EvaluationsBlock>,
    access: ArtifactAccess,
  ): Promise<Shown<SharedEvaluation>> => evaluationsIn(access, { projectId, evaluationIds }),
);

/** Those of the evaluations that are there and finished, in order. */
export async function evaluationsIn(
  { prisma }: Pick<ArtifactAccess, 'prisma'>,
  of: { readonly projectId: string; readonly evaluationIds: readonly string[] },
): Promise<Shown<SharedEvaluation>> {
  const there = await sharedEvaluations({ prisma }, of);
  const finished = there.filter(({ evaluation }) => evaluation.run.status === 'SUCCEEDED');
  const unfinished = there.filter((shared) => !finished.includes(shared));
  return {
    things: finished,
    gaps: [
      ...deletedWords(of.evaluationIds.length - there.length, 'evaluation'),
      ...unfinished.map(({ evaluation }) => `${evaluation.name} is not evaluated yet.`),
    ],
  };
}

/** Says of how many things a panel was made that are not there any more. */
export function deletedWords(count: number, noun: string): string[] {
  if (count === 0) return [];
  return [count === 1 ? `One ${noun} shown here was deleted.` : `${count} ${noun}s shown here were deleted.`];
}
