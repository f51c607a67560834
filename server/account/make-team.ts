import type { Team, Transaction } from '@fiducial/prisma/client';
import { slugOf } from '../name';
import { ConflictError } from '../user-error';

/**
 * Makes a team without members. A name without a letter or digit that addresses may hold gets a numbered slug.
 *
 * @throws {ConflictError} for a name whose form in addresses is taken
 */
export async function makeTeam(tx: Transaction, name: string): Promise<Team> {
  const wanted = slugOf(name);
  for (let number = 1; ; number++) {
    const slug = wanted ?? (number === 1 ? 'team' : `team-${number}`);
    const [made] = await tx.team.createManyAndReturn({ data: [{ name, slug }], skipDuplicates: true });
    if (made) return made;
    if (wanted) throw new ConflictError(`There is a team ${wanted} already: take another name.`);
  }
}
