import type { ArtifactAccess } from '../artifact/read-artifact';
import { type SharedEvaluation, sharedEvaluations } from '../public-link/shared-comparison';
import { oncePer, type ReadBlock } from './block-reading';
import type { BlockOf } from './report-blocks';

/** Panels of several evaluations. */
export type EvaluationsBlock = BlockOf<'results' | 'roc' | 'scores'>;

/** An evaluation as panels show it. */
export interface ShownEvaluation extends SharedEvaluation {
  /** Place of its detector's name among those of its project, from 0: it is drawn alike everywhere. */
  readonly place: number;
}

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
  ): Promise<Shown<ShownEvaluation>> => evaluationsIn(access, { projectId, evaluationIds }),
);

/** Those of the evaluations that are there and finished, in order. */
export async function evaluationsIn(
  { prisma }: Pick<ArtifactAccess, 'prisma'>,
  of: { readonly projectId: string; readonly evaluationIds: readonly string[] },
): Promise<Shown<ShownEvaluation>> {
  const there = await sharedEvaluations({ prisma }, of);
  const places = await detectorPlaces(prisma, of.projectId);
  const finished = there.filter(({ evaluation }) => evaluation.run.status === 'SUCCEEDED');
  const unfinished = there.filter((shared) => !finished.includes(shared));
  return {
    things: finished.map((shared) => ({
      ...shared,
      place: places.get(shared.evaluation.detector.name) ?? 0,
    })),
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

/** Most detectors that are told apart by their looks: as many as `Project.leaderboard` gives. */
const mostPlaces = 100;

/**
 * Names of the evaluated detectors of a project in the order in which pages give them their colors and dashes, with their
 * places: the best hundred, the first made first, and those of one moment as people sort names with numbers in them.
 */
async function detectorPlaces(
  prisma: ArtifactAccess['prisma'],
  projectId: string,
): Promise<ReadonlyMap<string, number>> {
  const ranked = await prisma.evaluation.findMany({
    where: { projectId, macroAuc: { not: null } },
    orderBy: [{ macroAuc: 'desc' }, { id: 'asc' }],
    take: mostPlaces,
    select: { detector: { select: { name: true, createdAt: true } } },
  });
  const made = ranked
    .map(({ detector }) => detector)
    .sort(
      (a, b) =>
        a.createdAt.getTime() - b.createdAt.getTime() ||
        a.name.localeCompare(b.name, 'en', { numeric: true }),
    );
  return new Map([...new Set(made.map(({ name }) => name))].map((name, place) => [name, place]));
}
