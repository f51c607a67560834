import type { Prisma } from '@fiducial/prisma/client';
import { notDeleted } from '../project/not-deleted';

/** The runs of a test bed as people count them: its own, and those made before it that they build on, as the import. */
export function runsOfTestBed(testBedId: string): Prisma.RunWhereInput {
  return { ...notDeleted, OR: [{ testBedId }, { consumers: { some: { run: { testBedId } } } }] };
}
