import { Prisma } from '@fiducial/prisma/client';
import { mustBeThere } from '../../artifact/referenced';
import type { ArtifactStore } from '../../artifact/store';
import { StoreAwayError } from '../../artifact/store-away';
import type { Check, Finding, Verified } from '../check';

interface Row {
  readonly digest: string;
  readonly bytes: bigint;
  readonly example: string | null;
}

/** Rows read at once: a project may have millions of files. */
const chunkRows = 1000;

/** What a run made is there, bit for bit. */
export const artifactsCheck: Check = {
  name: 'artifacts',
  promise:
    'Every file that a run made or was given is in the store, and its bytes have the digest that names it.',
  look: async (verified) => {
    const found: Finding[] = [...(await unfinishedWithFiles(verified))];
    let after = '';
    for (;;) {
      const rows = await verified.prisma.$queryRaw<Row[]>`
        SELECT a.digest, a.bytes, (
          SELECT ra."runId" || ' ' || ra.name FROM "RunArtifact" ra WHERE ra.digest = a.digest LIMIT 1) AS example
        FROM "Artifact" a WHERE a.digest > ${after} AND ${Prisma.sql`${mustBeThere}`}
        ORDER BY a.digest LIMIT ${chunkRows}`;
      for (const { digest, bytes, example } of rows) {
        const file = { digest, bytes: Number(bytes) };
        const problem = await problemOf(verified.store, file, verified.hash);
        if (problem) found.push({ subject: `file ${example ?? digest}`, problem });
      }
      const last = rows.at(-1);
      if (!last) return found;
      after = last.digest;
    }
  },
};

async function problemOf(
  store: ArtifactStore,
  file: { digest: string; bytes: number },
  hash: boolean,
): Promise<string | undefined> {
  try {
    if (hash) await store.check(file);
    else {
      const size = await store.size(file.digest);
      if (size !== file.bytes) return `expected ${file.bytes} bytes, got ${size}`;
    }
    return undefined;
  } catch (error) {
    // Nothing is known of any file then.
    if (error instanceof StoreAwayError) throw error;
    return (error as Error).message; // ArtifactDamagedError or a system error
  }
}

/** Results and files come with the success, in one transaction: a run that did not succeed has neither. */
async function unfinishedWithFiles({ prisma }: Verified): Promise<Finding[]> {
  const rows = await prisma.$queryRaw<{ id: string; status: string; files: number }[]>`
    SELECT r.id::text, r.status::text, e.files FROM "Run" r CROSS JOIN LATERAL (
      SELECT count(*)::int AS files FROM "RunArtifact" WHERE "runId" = r.id) e
    WHERE r.attempt > 0 AND (r.status <> 'SUCCEEDED') AND (e.files > 0 OR r.results IS NOT NULL)
    UNION ALL
    SELECT r.id::text, r.status::text, 0 FROM "Run" r
    WHERE r.attempt > 0 AND r.status = 'SUCCEEDED' AND r.results IS NULL`;
  return rows.map(({ id, status, files }) => ({
    subject: `run ${id}`,
    problem:
      status === 'SUCCEEDED'
        ? 'succeeded: expected results, got none'
        : `${status.toLowerCase()}: expected neither files nor results, got ${files} files`,
  }));
}
