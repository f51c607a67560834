import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AuditEntry, PrismaClient } from '@fiducial/prisma/client';
import { Router } from 'express';
import type { ContextOfResponse } from '../graphql/context';
import { NotFoundError } from '../user-error';
import { isUuid } from '../uuid';

const pageEntries = 1000;

/** Address of a team's whole audit log, by the team's id in the database. */
export const auditPath = (teamId: string) => `/audit/${teamId}.jsonl`;

/** A team's whole audit log: `/audit/TEAM.jsonl`, oldest first, one JSON object a line, written while it is sent. */
export function auditRoute(contextOf: ContextOfResponse): Router {
  const router = Router();
  router.get('/:teamId.jsonl', async (request, response) => {
    const { prisma, viewer } = await contextOf(response);
    const { teamId } = request.params;
    if (!isUuid(teamId) || viewer.access.roleInTeam(teamId) !== 'ADMIN')
      throw new NotFoundError('No such audit log.');
    response.set({
      'cache-control': 'private, no-store',
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
    });
    response.attachment('audit-log.jsonl').type('application/jsonl');
    if (request.method === 'HEAD') response.end();
    else await pipeline(Readable.from(linesOf(prisma, teamId)), response);
  });
  return router;
}

/** Entries as lines, a page at a time. */
async function* linesOf(prisma: PrismaClient, teamId: string): AsyncGenerator<string> {
  let after: string | undefined;
  for (;;) {
    const entries = await prisma.auditEntry.findMany({
      where: { teamId, ...(after && { id: { gt: after } }) },
      orderBy: { id: 'asc' },
      take: pageEntries,
    });
    for (const entry of entries) yield `${JSON.stringify(lineOf(entry))}\n`;
    after = entries.at(-1)?.id;
    if (entries.length < pageEntries) return;
  }
}

function lineOf({ id, at, actorName, via, address, action, subject, projectId, before, after }: AuditEntry) {
  return { id, at, actor: actorName, via, address, action, subject, projectId, before, after };
}
