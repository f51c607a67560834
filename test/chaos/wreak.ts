import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Random, seededRandom } from '@fiducial/core/tensors';
import { z } from 'zod';
import { openGround } from '../testkit/fault-ground';
import type { JobBench } from '../testkit/job-bench';
import { waitFor } from '../testkit/wait-for';
import { faults } from './faults';
import { openWorkers } from './workers';

/** What came of it. */
export interface ChaosReport {
  readonly seed: number;
  readonly minutes: number;
  /** How often each fault was made. */
  readonly faults: Readonly<Record<string, number>>;
  /** Runs by how they ended. */
  readonly runs: Readonly<Record<string, number>>;
  /** Of the runs that failed, why: nothing but being killed too often is expected. */
  readonly failures: Readonly<Record<string, number>>;
  readonly attempts: number;
  /** Everything that ought not to be; empty when all is well. */
  readonly findings: readonly string[];
}

/** Runs that are on their way at once, at most. */
const mostUnfinished = 10;
/** A run under fire may have to be taken over several times; more than that and it would not end. */
const settleLimitMs = 240_000;

/** How runs may fail here: whoever is killed every time is given up. */
const killedTooOften: ReadonlySet<string> = new Set(['WORKER_LOST', 'STOPPED', 'OUT_OF_MEMORY']);

/** Wreaks havoc for some minutes, lets everything settle, and verifies. */
export async function wreak({ minutes, seed }: { minutes: number; seed: number }): Promise<ChaosReport> {
  const random = seededRandom(seed);
  const ground = await openGround();
  const { bench } = ground;
  const workers = openWorkers(bench);
  const made: Record<string, number> = {};
  const accepted = new Map<string, string>();
  await workers.fill();
  const end = Date.now() + minutes * 60_000;
  while (Date.now() < end) {
    await submitSome(bench, random, accepted).catch(() => undefined); // the database may be away: nothing was accepted
    const fault = faults[random.integer(faults.length)];
    if (fault && random.uniform() < 0.6) {
      made[fault.name] = (made[fault.name] ?? 0) + 1;
      await fault.make({ bench, ground, workers, random });
    }
    await workers.fill();
    await sleep(200 + random.integer(1200));
  }
  await workers.calm();
  const findings: string[] = [];
  await waitFor('all runs to end', async () => (await unfinished(bench)) === 0, settleLimitMs).catch(
    (error: Error) => findings.push(error.message),
  );
  await bench.stopWorkers();
  await bench.collectGarbage();
  findings.push(...(await bench.verify()), ...(await lostOrDoubled(bench, accepted)));
  const loggedAs = (message: string) => {
    const [, id] = /^Internal error (\S+)/.exec(message) ?? [];
    return id && workers.logLine(id);
  };
  const rows = await bench.prisma.run.findMany({ select: { status: true, attempt: true, failure: true } });
  const runs: Record<string, number> = {};
  const failures: Record<string, number> = {};
  for (const { status, failure } of rows) {
    runs[status] = (runs[status] ?? 0) + 1;
    if (status !== 'FAILED') continue;
    const { code, message } = z.object({ code: z.string(), message: z.string() }).parse(failure);
    failures[code] = (failures[code] ?? 0) + 1;
    if (!killedTooOften.has(code)) findings.push(`a run failed by ${code}: ${loggedAs(message) ?? message}`);
  }
  const attempts = rows.reduce((sum, { attempt }) => sum + attempt, 0);
  await ground.close();
  return { seed, minutes, faults: made, runs, failures, attempts, findings };
}

function unfinished(bench: JobBench): Promise<number> {
  return bench.prisma.run.count({ where: { finishedAt: null } });
}

/** Submits runs, some twice at once under the same key, and notes which run each key was answered with. */
async function submitSome(bench: JobBench, random: Random, accepted: Map<string, string>): Promise<void> {
  for (let running = await unfinished(bench); running < mostUnfinished; running++) {
    const number = accepted.size;
    const idempotencyKey = `chaos ${number}`;
    const kinds = [
      { kind: 'sum', params: { value: number } },
      { kind: 'files', params: { salt: String(number), files: 5, milliseconds: 50 } },
      { kind: 'pieces', params: { pieces: 60, milliseconds: 50 } },
    ];
    const chosen = kinds[random.integer(kinds.length)] ?? { kind: 'sum', params: {} };
    const request = { ...chosen, seed: number, idempotencyKey };
    const submits = random.uniform() < 0.3 ? [request, request, request] : [request];
    const answers = await Promise.all(submits.map((one) => bench.submit(one)));
    for (const { id } of answers) {
      const known = accepted.get(idempotencyKey) ?? id;
      accepted.set(idempotencyKey, known === id ? id : `${known} and ${id}`);
    }
  }
}

/** Every accepted submit has one run; and what was resumed has the bits of what was not interrupted. */
async function lostOrDoubled(bench: JobBench, accepted: ReadonlyMap<string, string>): Promise<string[]> {
  const found: string[] = [];
  for (const [idempotencyKey, id] of accepted) {
    const rows = await bench.prisma.run.findMany({
      where: { idempotencyKey },
      include: { artifacts: true },
    });
    const [run] = rows;
    if (rows.length !== 1 || run?.id !== id)
      found.push(`${idempotencyKey}: expected run ${id}, got ${rows.length} runs`);
    if (run?.kind !== 'pieces' || run.status !== 'SUCCEEDED') continue;
    const right = piecesDigest(60, run.seed);
    if (run.artifacts[0]?.digest !== right)
      found.push(
        `run ${id}: expected the bytes of an uninterrupted run (${right}), got ${run.artifacts[0]?.digest}`,
      );
  }
  return found;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** What the task `pieces` writes, told again. */
function piecesDigest(pieces: number, seed: number): string {
  return sha256(Array.from({ length: pieces }, (_, first) => sha256(`${seed} ${first}`)).join('\n'));
}
