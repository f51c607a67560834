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
