import type { Prisma, Role } from '@fiducial/prisma/client';
import { readerRole } from '../account/access';
import { includesRole } from '../account/roles';
import type { Viewer } from '../account/viewer';
import type { ApiContext } from '../graphql/context';
import { ForbiddenError, NotFoundError } from '../user-error';

type Scope = Pick<ApiContext, 'prisma' | 'viewer'>;

/**
 * What `look` finds among the projects, deleted ones if told, in which the viewer has the role that is needed.
 *
 * @throws {ForbiddenError} where the viewer may look at it, but the role is not enough
 * @throws {NotFoundError} where it is none of the viewer's: missing and forbidden look alike
 */
export async function found<T>(
  { viewer }: Pick<Scope, 'viewer'>,
  what: string,
  look: (projects: Prisma.ProjectWhereInput) => Promise<T | null>,
  projectsWith: Viewer['access']['projectsWith'] = viewer.access.projectsWith,
): Promise<T> {
  const there = await look(projectsWith(viewer.needed));
  if (there) return there;
  if (viewer.needed !== readerRole && (await look(projectsWith(readerRole)))) throw notEnough(viewer);
  throw new NotFoundError(`No such ${what}.`);
}

const notEnough = ({ needed }: Viewer) =>
  new ForbiddenError(
    `Your role in this project does not allow it: expected at least ${needed.toLowerCase()}.`,
  );

/** A project of the viewer's. @throws {NotFoundError} */
export const findProject = ({ prisma, viewer }: Scope, id: string) =>
  found({ viewer }, 'project', (projects) =>
    prisma.project.findFirst({ where: { AND: [{ id }, projects] } }),
  );

/**
 * Sees to it that a project is one in which the viewer has the role that is needed, where nothing else of it is: read together
 * with those of other requests of the moment.
 *
 * @throws {ForbiddenError}
 * @throws {NotFoundError}
 */
export async function checkProject({ viewer }: Pick<Scope, 'viewer'>, id: string): Promise<void> {
  assertRole(viewer, await viewer.roleIn(id), 'project');
}

/**
 * Sees to it that a role suffices for what is to be done with something.
 *
 * @throws {ForbiddenError}
 * @throws {NotFoundError} without any role: missing and forbidden look alike
 */
export function assertRole(viewer: Viewer, role: Role | undefined, what: string): void {
  if (role === undefined) throw new NotFoundError(`No such ${what}.`);
  if (!includesRole(role, viewer.needed)) throw notEnough(viewer);
}

/** A run of the viewer's. @throws {NotFoundError} */
export const findRun = ({ prisma, viewer }: Scope, id: string) =>
  found({ viewer }, 'run', (project) => prisma.run.findFirst({ where: { id, project } }));

/** A data set of the viewer's. @throws {NotFoundError} */
export const findDataset = ({ prisma, viewer }: Scope, id: string) =>
  found({ viewer }, 'data set', (project) => prisma.dataset.findFirst({ where: { id, project } }));

/** A model of the viewer's, with its data set. @throws {NotFoundError} */
export const findModel = ({ prisma, viewer }: Scope, id: string) =>
  found({ viewer }, 'model', (project) =>
    prisma.model.findFirst({ where: { id, project }, include: { dataset: true } }),
  );

/** A sample of the viewer's, with its model and data set. @throws {NotFoundError} */
export const findSample = ({ prisma, viewer }: Scope, id: string) =>
  found({ viewer }, 'sample', (project) =>
    prisma.sample.findFirst({
      where: { id, project },
      include: { model: { include: { dataset: true } } },
    }),
  );

/** A reference set of the viewer's, with its model. @throws {NotFoundError} */
export const findReferenceSet = ({ prisma, viewer }: Scope, id: string) =>
  found({ viewer }, 'reference set', (project) =>
    prisma.referenceSet.findFirst({ where: { id, project }, include: { model: true } }),
  );

/** A detector of the viewer's, with all that an evaluation needs. @throws {NotFoundError} */
export const findDetector = ({ prisma, viewer }: Scope, id: string) =>
  found({ viewer }, 'detector', (project) =>
    prisma.detector.findFirst({
      where: { id, project },
      include: { referenceSet: true, sample: true, model: { include: { dataset: true } } },
    }),
  );

/** A layer sweep of the viewer's, with what it judged and the sweep whose neighbors it counted. @throws {NotFoundError} */
export const findLayerSweep = ({ prisma, viewer }: Scope, id: string) =>
  found({ viewer }, 'layer sweep', (project) =>
    prisma.layerSweep.findFirst({
      where: { id, project },
      include: {
        run: true,
        source: { include: { run: true } },
        attackSets: { include: { attackSet: true }, orderBy: { ordinal: 'asc' } },
      },
    }),
  );

/** Attack sets of the viewer's, in the order of their ids. @throws {NotFoundError} when one is missing */
export async function findAttackSets({ prisma, viewer }: Scope, ids: readonly string[]) {
  const asked = new Set(ids);
  const sets = await found({ viewer }, 'attack set', async (project) => {
    const there = await prisma.attackSet.findMany({ where: { id: { in: [...asked] }, project } });
    return there.length === asked.size ? new Map(there.map((set) => [set.id, set])) : null;
  });
  return ids.flatMap((id) => sets.get(id) ?? []);
}
