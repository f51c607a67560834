import { listStagedAttempts } from '../../artifact/store-contents';
import { keepsCheckpoints, keepsCheckpointsSelect } from '../../jobs/keeps-checkpoints';
import { isUuid } from '../../uuid';
import type { Check, Finding } from '../check';

/** Nothing rests on disk that nobody knows of. */
export const filesCheck: Check = {
  name: 'files',
  promise:
    'Every file of the store has a record, and only runs that have not ended, or may be queued again, have files in staging.',
  look: async ({ prisma, store }) => {
    const found: Finding[] = [];
    for await (const files of store.list()) {
      const digests = files.map(({ digest }) => digest);
      const rows = await prisma.artifact.findMany({
        where: { digest: { in: digests } },
        select: { digest: true },
      });
      const known = new Set(rows.map(({ digest }) => digest));
      for (const { digest, bytes } of files)
        if (!known.has(digest))
          found.push({
            subject: `file ${digest}`,
            problem: `${bytes} bytes without a record; "gc" removes it`,
          });
    }
    const staged = await listStagedAttempts(store.folder);
    const runs = await prisma.run.findMany({
      where: { id: { in: [...new Set(staged.map(({ runId }) => runId))] } },
      select: keepsCheckpointsSelect,
    });
    const byId = new Map(runs.map((run) => [run.id, run]));
    for (const { runId, attempt } of staged) {
      const run = byId.get(runId);
      const inUse =
        attempt === null
          ? run && keepsCheckpoints(run)
          : run?.status === 'RUNNING' && run.attempt === attempt;
      if (!inUse)
        found.push({
          subject: `staging of run ${runId}`,
          problem: `${attempt === null ? 'checkpoints' : `files of attempt ${attempt}`} that nobody will use; "gc" removes them`,
        });
    }
    const shared = await store.sharedCheckpointRuns();
    const sharing = await prisma.run.findMany({
      where: { id: { in: shared.filter(isUuid) } },
      select: keepsCheckpointsSelect,
    });
    for (const { id } of sharing.filter((run) => !keepsCheckpoints(run)))
      found.push({
        subject: `staging of run ${id}`,
        problem: 'checkpoints in the bucket that nobody will use; "gc" removes them',
      });
    return found;
  },
};
