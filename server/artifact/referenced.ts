import { Prisma } from '@fiducial/prisma/client';

/**
 * SQL condition: something needs the artifact `a`. The one list of what may name bytes of the store:
 * a run made them, a run was given them by people, or an upload announced them less than a day ago.
 */
export const isReferenced = Prisma.sql`(
  EXISTS (SELECT 1 FROM "RunArtifact" ra WHERE ra.digest = a.digest)
  OR EXISTS (SELECT 1 FROM "Run" r, jsonb_each_text(r.uploads) u WHERE r.uploads IS NOT NULL AND u.value = a.digest)
  OR EXISTS (SELECT 1 FROM "Upload" up WHERE up.digest = a.digest AND up."expiresAt" > now() - interval '1 day')
)`;

/**
 * SQL condition: the bytes of the artifact `a` have to be in the store. Those of an upload that was announced, and of one
 * that is being taken in, need not be there yet.
 */
export const mustBeThere = Prisma.sql`(
  EXISTS (SELECT 1 FROM "RunArtifact" ra WHERE ra.digest = a.digest)
  OR EXISTS (SELECT 1 FROM "Run" r, jsonb_each_text(r.uploads) u WHERE r.uploads IS NOT NULL AND u.value = a.digest)
  OR EXISTS (SELECT 1 FROM "Upload" up WHERE up.digest = a.digest AND up."completedAt" IS NOT NULL
    AND up."expiresAt" > now() - interval '1 day')
)`;
