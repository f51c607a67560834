import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openFolderStore } from '@fiducial/server/artifact/folder-store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JobBench, openJobBench } from '../testkit/job-bench';
import { waitFor } from '../testkit/wait-for';

let bench: JobBench;
beforeAll(async () => {
  bench = await openJobBench();
  await bench.worker({ WORKER_CONCURRENCY: '1' });
});
afterAll(() => bench.close());

const damages: readonly [string, (path: string) => Promise<unknown>][] = [
  [
    'a flipped bit',
    async (path) => {
      const bytes = await readFile(path);
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      await writeFile(path, bytes);
    },
  ],
  ['a cut', (path) => truncate(path, 3)],
  ['a deletion', (path) => rm(path)],
  [
    'a link',
    async (path) => {
      await rm(path);
      await symlink('/etc/hostname', path);
    },
  ],
];

describe('a file of the store that is damaged', () => {
  test.each(damages)(
    'by %s stops those that read it in words, and is mended by the run that made it',
    async (how, damage) => {
      const value = 300 + damages.findIndex(([name]) => name === how);
      const made = await bench.submit({ kind: 'sum', params: { value } });
      await bench.reached(made.id, 'SUCCEEDED');
      const { digest } = await bench.prisma.runArtifact.findFirstOrThrow({ where: { runId: made.id } });
      await damage((await openFolderStore(bench.artifacts)).path(digest));
      const reader = await bench.submit({ kind: 'sum', params: {}, inputs: { a: made.id } });
      const failed = await bench.reached(reader.id, 'FAILED');
      expect(failed).toMatchObject({ attempt: 1, failure: { code: 'ARTIFACT_DAMAGED' } });
      expect(await bench.verify()).toHaveLength(1);
      const again = await bench.submit({ kind: 'sum', params: { value } });
      expect(await bench.reached(again.id, 'SUCCEEDED')).toMatchObject({ reusedFromRunId: null });
      expect(await bench.verify()).toEqual([]);
    },
  );
});

/** A disk of 1 MB at `folder`; undefined where this user may not mount one. */
async function smallDisk(folder: string) {
  const mount = (...args: string[]) => promisify(execFile)('mount', args);
  try {
    await mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder);
  } catch {
    return undefined;
  }
  return {
    grow: () => mount('-o', 'remount,size=100m', folder),
    remove: () => promisify(execFile)('umount', ['-l', folder]),
  };
}

describe('a full disk', () => {
  test('while outputs are staged is tried again until there is room, and leaves nothing behind', async () => {
    await bench.close();
    const artifacts = await mkdtemp(join(tmpdir(), 'fiducial-small-'));
    const disk = await smallDisk(artifacts);
    bench = await openJobBench({ artifacts });
    // Where no disk can be mounted, the first child is answered as if it were full.
    await bench.worker({
      WORKER_CONCURRENCY: '1',
      ...(disk ? {} : { FIDUCIAL_FAILPOINTS: 'afterReserve=full' }),
    });
    const { id } = await bench.submit({
      kind: 'files',
      params: { files: 40, salt: 'a disk of one megabyte' },
    });
    const waiting = await waitFor('the first try to fail', async () => {
      const run = await bench.run(id);
      return run.brokenAttempts === 1 && run;
    });
    expect(waiting).toMatchObject({ status: 'QUEUED', attempt: 1, failure: null });
    await bench.collectGarbage();
    expect(await bench.verify()).toEqual([]);
    await disk?.grow();
    expect(await bench.reached(id, 'SUCCEEDED')).toMatchObject({ attempt: 2, results: { files: 40 } });
    expect(await bench.verify()).toEqual([]);
    await disk?.remove();
  });
});
