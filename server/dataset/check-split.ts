import type { PrismaClient } from '@fiducial/prisma/client';
import { InvalidInputError } from '../user-error';

/**
 * The split that a launch names; undefined before the data set is imported.
 *
 * @throws {InvalidInputError} when the data set is there and has no such split
 */
export async function checkSplit(prisma: PrismaClient, datasetId: string, name: string) {
  const splits = await prisma.split.findMany({ where: { datasetId }, orderBy: { name: 'asc' } });
  const found = splits.find((split) => split.name === name);
  if (found || splits.length === 0) return found;
  const expected = splits.map((split) => split.name).join(', ');
  throw new InvalidInputError(`splitName: expected one of ${expected}, got ${name.slice(0, 100)}`, {
    field: 'splitName',
    expected,
    received: name,
  });
}
