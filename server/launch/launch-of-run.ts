import type { Prisma, PrismaClient, Run } from '@fiducial/prisma/client';
import { z } from 'zod';
import { encodeGlobalID } from '../graphql/global-id';
import { thingsOfRuns } from '../run/thing-of-run';
import { launchables, type PastRun } from './launchable';

/** A launch as JSON: the name of its mutation, and that one's input. */
export interface LaunchText {
  readonly mutation: string;
  readonly input: object;
}

/** What a launch follows from: not the results, which may be long. */
const select = {
  id: true,
  kind: true,
  params: true,
  seed: true,
  priority: true,
  projectId: true,
  uploads: true,
  inputRuns: true,
} as const satisfies Prisma.RunSelect;

/**
 * The launch that would make a run again. Null for one that no mutation makes alone, such as a logged run, and for one
 * whose parameters are those of an earlier version or whose files nobody uploaded.
 */
export async function launchOfRun(prisma: PrismaClient, runId: string): Promise<LaunchText | null> {
  const run = await prisma.run.findUnique({ where: { id: runId }, select });
  const known = run && launchables.find(({ kind }) => kind === run.kind);
  if (!known) return null;
  const past = await pastRun(prisma, run);
  try {
    const input = { ...(await known.inputOf(past, prisma)), seed: run.seed, ...priorityInput(run) };
    // Through JSON: what was left undefined is not there.
    return { mutation: known.name, input: JSON.parse(JSON.stringify(input)) };
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof UploadGone) return null;
    throw error;
  }
}

/** Its name in the API; nothing for the usual one. */
function priorityInput({ priority }: Pick<Run, 'priority'>): { priority?: 'HIGH' | 'LOW' } {
  return priority === 0 ? {} : { priority: priority > 0 ? 'HIGH' : 'LOW' };
}

type RunWithInputs = Prisma.RunGetPayload<{ select: typeof select }>;

async function pastRun(prisma: PrismaClient, run: RunWithInputs): Promise<PastRun> {
  const { id, params, projectId, inputRuns } = run;
  const things = await thingsOfRuns(
    prisma,
    inputRuns.map(({ inputRunId }) => inputRunId),
  );
  const byRole = new Map(
    inputRuns.flatMap(({ role, inputRunId }) => {
      const thing = things.get(inputRunId);
      return thing ? [[role, encodeGlobalID(thing.typeName, thing.id)] as const] : [];
    }),
  );
  const attackSets = [...byRole.keys()].filter((role) => role.startsWith('attackSet/'));
  return {
    id,
    params,
    project: encodeGlobalID('Project', projectId),
    thing: (role) => byRole.get(role),
    attackSets: attackSets.map((_, at) => byRole.get(`attackSet/${at}`) ?? ''),
    upload: await uploadsOf(prisma, run),
  };
}

/** A file of the run was never uploaded to its project, or is kept no more. */
class UploadGone extends Error {}

const uploadsShape = z.record(z.string(), z.string()).catch({});

/** Finds an upload for a file of the run: the latest of the same bytes, under the same name where names say which it is. */
async function uploadsOf(prisma: PrismaClient, run: RunWithInputs): Promise<PastRun['upload']> {
  const digests = uploadsShape.parse(run.uploads ?? {});
  const found =
    Object.keys(digests).length === 0
      ? []
      : await prisma.$queryRaw<{ name: string; id: string }[]>`
          SELECT file.name, u.id::text FROM json_each_text(${JSON.stringify(digests)}::json) AS file(name, digest), LATERAL (
            SELECT id FROM "Upload"
            WHERE "projectId" = ${run.projectId}::uuid AND digest = file.digest AND "completedAt" IS NOT NULL AND refusal IS NULL
            ORDER BY "fileName" = file.name DESC, "createdAt" DESC LIMIT 1) u`;
  const ids = new Map(found.map(({ name, id }) => [name, id]));
  return (name) => {
    const id = ids.get(name);
    if (id === undefined) throw new UploadGone(name);
    return id;
  };
}
