import type { Transaction } from '@fiducial/prisma/client';

/** Takes back the open invitations of somebody who may no longer invite: to one team, or to all. */
export async function voidInvitations(
  tx: Transaction,
  { invitedById, teamId }: { invitedById: string; teamId?: string },
): Promise<void> {
  await tx.invitation.updateMany({
    where: { invitedById, ...(teamId && { teamId }), acceptedAt: null, revokedAt: null },
    data: { revokedAt: new Date() },
  });
}
