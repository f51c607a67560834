import type { ApiContext } from '../graphql/context';
import { NotFoundError } from '../user-error';

type Scope = Pick<ApiContext, 'prisma' | 'viewer'>;

/** @throws {NotFoundError} unless it is one of the viewer's: missing and forbidden look alike */
async function found<T>(what: string, thing: Promise<T | null>): Promise<T> {
  const there = await thing;
  if (!there) throw new NotFoundError(`No such ${what}.`);
  return there;
}

/** A project of the viewer's. @throws {NotFoundError} */
export const findProject = ({ prisma, viewer }: Scope, id: string) =>
  found('project', prisma.project.findFirst({ where: { id, ...viewer.projects } }));

/** A data set of the viewer's. @throws {NotFoundError} */
export const findDataset = ({ prisma, viewer }: Scope, id: string) =>
  found('data set', prisma.dataset.findFirst({ where: { id, project: viewer.projects } }));

/** A model of the viewer's, with its data set. @throws {NotFoundError} */
export const findModel = ({ prisma, viewer }: Scope, id: string) =>
  found(
    'model',
    prisma.model.findFirst({ where: { id, project: viewer.projects }, include: { dataset: true } }),
  );

/** A sample of the viewer's, with its model and data set. @throws {NotFoundError} */
export const findSample = ({ prisma, viewer }: Scope, id: string) =>
  found(
    'sample',
    prisma.sample.findFirst({
      where: { id, project: viewer.projects },
      include: { model: { include: { dataset: true } } },
    }),
  );

/** A reference set of the viewer's, with its model. @throws {NotFoundError} */
export const findReferenceSet = ({ prisma, viewer }: Scope, id: string) =>
  found(
    'reference set',
    prisma.referenceSet.findFirst({ where: { id, project: viewer.projects }, include: { model: true } }),
  );

/** A detector of the viewer's, with all that an evaluation needs. @throws {NotFoundError} */
export const findDetector = ({ prisma, viewer }: Scope, id: string) =>
  found(
    'detector',
    prisma.detector.findFirst({
      where: { id, project: viewer.projects },
      include: { referenceSet: true, sample: true, model: { include: { dataset: true } } },
    }),
  );

/** A layer sweep of the viewer's, with what it judged and the sweep whose neighbors it counted. @throws {NotFoundError} */
export const findLayerSweep = ({ prisma, viewer }: Scope, id: string) =>
  found(
    'layer sweep',
    prisma.layerSweep.findFirst({
      where: { id, project: viewer.projects },
      include: {
        run: true,
        source: { include: { run: true } },
        attackSets: { include: { attackSet: true }, orderBy: { ordinal: 'asc' } },
      },
    }),
  );

/** Attack sets of the viewer's, in the order of their ids. @throws {NotFoundError} when one is missing */
export async function findAttackSets({ prisma, viewer }: Scope, ids: readonly string[]) {
  const sets = await prisma.attackSet.findMany({ where: { id: { in: [...ids] }, project: viewer.projects } });
  return ids.map((id) => {
    const set = sets.find((candidate) => candidate.id === id);
    if (!set) throw new NotFoundError('No such attack set.');
    return set;
  });
}
