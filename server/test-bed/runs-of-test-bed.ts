import type { Prisma } from '@fiducial/prisma/client';

/** The runs of a test bed as people count them: its own, and those made before it that they build on, as the import. */
export function runsOfTestBed(testBedId: string): Prisma.RunWhereInput {
  return { OR: [{ testBedId }, { consumers: { some: { run: { testBedId } } } }] };
}
