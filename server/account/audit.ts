import { Prisma, type Transaction } from '@fiducial/prisma/client';
import type { Viewer } from './viewer';

/** What the audit log knows: what a deed was done to, and what was done. The pages have words for each. */
export const auditActions = [
  'account.add',
  'account.close',
  'account.first',
  'account.open',
  'account.password',
  'comment.delete',
  'comment.restore',
  'link.create',
  'link.revoke',
  'member.invite',
  'member.invite.revoke',
  'member.join',
  'member.remove',
  'member.role',
  'project.change',
  'project.delete',
  'project.move',
  'project.restore',
  'project.role',
  'report.change',
  'report.create',
  'report.delete',
  'report.restore',
  'run.cancel',
  'run.delete',
  'run.launch',
  'run.priority',
  'run.requeue',
  'run.restore',
  'runs.cancel',
  'runs.delete',
  'runs.priority',
  'runs.tag',
  'team.create',
  'testBed.launch',
  'token.create',
  'token.revoke',
] as const;
/** One of them. */
export type AuditAction = (typeof auditActions)[number];

/** What somebody did, with what it was before and after, as far as that can be said in JSON. No secrets. */
export interface Deed {
  readonly teamId: string | null;
  readonly projectId?: string;
  readonly action: AuditAction;
  /** Of what, in words. */
  readonly subject: string;
  readonly before?: Prisma.InputJsonValue;
  readonly after?: Prisma.InputJsonValue;
}

/** Who did it; `invitation` is somebody who had no account yet. */
export type Actor = Pick<Viewer, 'id' | 'name' | 'email' | 'tokenName' | 'address'> & {
  readonly via: Viewer['via'] | 'invitation';
};

/** Writes a deed into the audit log, in the transaction that does it: what is not logged did not happen. */
export async function recordDeed(
  tx: Transaction,
  actor: Actor | 'command',
  { teamId, projectId, action, subject, before, after }: Deed,
): Promise<void> {
  const who =
    actor === 'command'
      ? { actorId: null, actorName: 'Whoever runs the server', via: 'command', address: null }
      : {
          actorId: actor.id || null,
          actorName: actor.name ? `${actor.name} <${actor.email}>` : actor.email,
          via: actor.tokenName === undefined ? actor.via : `token ${actor.tokenName}`,
          address: actor.address ?? null,
        };
  await tx.auditEntry.create({
    data: {
      ...who,
      teamId,
      projectId: projectId ?? null,
      action,
      subject,
      before: before ?? Prisma.DbNull,
      after: after ?? Prisma.DbNull,
    },
  });
}

/** A deed in a project, of whichever team the project belongs to as it is done. */
export async function recordProjectDeed(
  tx: Transaction,
  actor: Actor,
  deed: Omit<Deed, 'teamId'> & { readonly projectId: string },
): Promise<void> {
  const where = { id: deed.projectId };
  const { teamId } = await tx.project.findUniqueOrThrow({ where, select: { teamId: true } });
  await recordDeed(tx, actor, { ...deed, teamId });
}
