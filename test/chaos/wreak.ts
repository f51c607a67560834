import { setTimeout as sleep } from 'node:timers/promises';
import { type Random, seededRandom } from '@fiducial/core/tensors';
import { openGround } from '../testkit/fault-ground';
import type { JobBench } from '../testkit/job-bench';
import { type Aftermath, settle, unfinished } from './aftermath';
import { faults } from './faults';
import { openWorkers } from './workers';

/** What came of it. */
export interface ChaosReport extends Aftermath {
  readonly seed: number;
  readonly minutes: number;
  /** How often each fault was made. */
  readonly faults: Readonly<Record<string, number>>;
}

/** Runs that are on their way at once, at most. */
const mostUnfinished = 10;
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
  const aftermath = await settle(bench, { accepted, logLine: workers.logLine });
  await ground.close();
  return { seed, minutes, faults: made, ...aftermath };
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
