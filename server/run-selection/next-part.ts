import { Prisma, type Run } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { decodeGlobalID } from '../graphql/global-id';
import { found } from '../launch/find-things';
import { all, conditionsOf, inProjects } from '../run-search/run-conditions';
import type { RunFilter } from '../run-search/run-filter-inputs';
import type { RunRefusals } from './run-refusal';

/** Runs to be changed at once, part by part. */
export interface Selection {
  readonly filter: RunFilter;
  /** Only of this project. */
  readonly projectId?: string | null | undefined;
  /** Global id of the run that the part before ended with. */
  readonly after?: string | null | undefined;
}

/** What was done with a part of a selection. */
export interface PartDone {
  readonly seen: number;
  readonly changed: number;
  readonly refusals: readonly RunRefusals[];
  /** The run that the part ended with; null where it was the last. */
  readonly reachedId: string | null;
}

/** A part of a selection. */
export interface Part {
  readonly runs: readonly Pick<Run, 'id' | 'projectId'>[];
  readonly reachedId: string | null;
}

/**
 * The next runs of a selection, newest first, so that what was made from others comes before these. Places are ids: what
 * changes meanwhile neither hides a run nor brings it twice.
 *
 * @throws {ForbiddenError} where the role is not enough for any of them
 * @throws {NotFoundError} where there is none at all
 */
export async function nextPart(
  context: Pick<ApiContext, 'prisma' | 'viewer'>,
  { filter, projectId, after }: Selection,
  size: number,
): Promise<Part> {
  const { prisma } = context;
  const before = after ? decodeGlobalID(after).id : null;
  const read = async (projects: Prisma.ProjectWhereInput) => {
    const where = { AND: [projects, projectId ? { id: projectId } : {}] };
    const ids = (await prisma.project.findMany({ where, select: { id: true } })).map(({ id }) => id);
    if (ids.length === 0) return [];
    const conditions = all([
      inProjects(Prisma.sql`r."projectId"`, ids),
      ...conditionsOf(filter, ids),
      ...(before ? [Prisma.sql`r.id < ${before}::uuid`] : []),
    ]);
    return prisma.$queryRaw<{ id: string; projectId: string }[]>`
      SELECT r.id::text, r."projectId"::text FROM "Run" r WHERE ${conditions} ORDER BY r.id DESC LIMIT ${size + 1}::int`;
  };
  const rows = await found(context, 'run', async (projects) => {
    const there = await read(projects);
    return there.length > 0 || before ? there : null;
  });
  const runs = rows.slice(0, size);
  return { runs, reachedId: rows.length > size ? (runs.at(-1)?.id ?? null) : null };
}

/** Runs of a part by project. */
export function byProject(runs: Part['runs']): [projectId: string, ids: string[]][] {
  const groups = new Map<string, string[]>();
  for (const { id, projectId } of runs) groups.set(projectId, [...(groups.get(projectId) ?? []), id]);
  return [...groups];
}
