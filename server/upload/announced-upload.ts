import type { PrismaClient } from '@fiducial/prisma/client';
import { isGood } from '../account/access-token';
import { accountReads } from '../account/account-reads';
import { mutationRoles } from '../account/mutation-roles';
import { viewerOf } from '../account/viewer';
import { NotFoundError } from '../user-error';
import { isUuid } from '../uuid';
import type { UploadWay } from './upload-address';
import type { UploadPlace } from './upload-request';
import type { TeamUpload } from './uploads';

/** What an address says. */
interface Address {
  readonly id: string;
  readonly way: UploadWay;
  readonly signature: string;
}

/**
 * The upload of an address that was made for this way and is still good, as is the right of who announced it.
 *
 * @throws {NotFoundError}
 */
export async function announcedUpload(
  { prisma, uploads }: UploadPlace,
  { id, way, signature }: Address,
): Promise<TeamUpload> {
  const project = { select: { teamId: true } };
  const upload = isUuid(id) ? await prisma.upload.findUnique({ where: { id }, include: { project } }) : null;
  if (!upload || !uploads.addresses.hold(upload, way, signature) || !(await mayStillUpload(prisma, upload)))
    throw new NotFoundError('No such upload, or its address is no longer good: begin it again.');
  return upload;
}

/** Whether the one who announced an upload could announce it now, and with the token it was announced with, if any. */
async function mayStillUpload(
  prisma: PrismaClient,
  { createdById, tokenId, projectId }: Pick<TeamUpload, 'createdById' | 'tokenId' | 'projectId'>,
): Promise<boolean> {
  if (!createdById) return false;
  if (tokenId !== null && (await prisma.accessToken.count({ where: { id: tokenId, ...isGood() } })) === 0)
    return false;
  const viewer = await viewerOf(accountReads(prisma), {
    userId: createdById,
    via: 'session',
    address: undefined,
  });
  if (!viewer) return false;
  const where = { AND: [{ id: projectId }, viewer.access.projectsWith(mutationRoles.beginUpload)] };
  return (await prisma.project.count({ where })) > 0;
}
