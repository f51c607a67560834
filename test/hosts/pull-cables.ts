import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPrisma } from '@fiducial/prisma/client';
import { migrate } from '@fiducial/prisma/migrate';
import { openArtifactStore } from '@fiducial/server/artifact/open-store';
import { readEnv } from '@fiducial/server/env';
import { installQueue } from '@fiducial/server/jobs/queue';
import { startPostgres } from '@fiducial/server/postgres/start-postgres';
import { startApiProcess } from '../testkit/api-process';
import { openJobBench } from '../testkit/job-bench';
import { startS3Server } from '../testkit/s3-server';
import { openTcpProxy } from '../testkit/tcp-proxy';
import { makeHost, type TestHost } from '../testkit/test-host';
import { waitFor } from '../testkit/wait-for';
import { startWorkerProcess, type WorkerProcess } from '../testkit/worker-process';

/** What came of it. */
export interface HostsReport {
  /** From the pulled cable to the claim by the other worker, with the product's own lease of 30 s. */
  readonly takeoverSeconds: number;
  /** From the cable that is in again to the first worker's letting go. */
  readonly letGoSeconds: number;
  /** From the cable that is in again to an API that is ready. */
  readonly readyAgainSeconds: number;
  /** Pieces of 300 that the second worker computed itself; the others it had from the first one's checkpoints. */
  readonly computedAgain: number;
  /** Short runs while cables went out and in every other second; attempts at them. */
  readonly runs: number;
  readonly attempts: number;
  /** Whatever was not as promised. */
  readonly wrong: readonly string[];
}

const pieces = 300;

/** Runs the whole of it, some three minutes. */
export async function pullCables(): Promise<HostsReport> {
  const folder = await mkdtemp(join(tmpdir(), 'fiducial-hosts-'));
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
  const closing: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const postgres = await startPostgres({ folder: join(folder, 'database'), settings });
    closing.push(postgres.stop);
    const { url } = postgres;
    await migrate(url);
    await installQueue({ url, onError: () => undefined });
    const prisma = createPrisma(url, { connections: 4 });
    const s3 = await startS3Server();
    closing.push(s3.stop);
    Object.assign(process.env, s3.variables);
    const store = await openArtifactStore(readEnv({ ...s3.variables, FIDUCIAL_DATA: join(folder, 'here') }));
    const bench = await openJobBench({ database: { url, prisma, drop: () => prisma.$disconnect() }, store });
    closing.push(bench.close);
    const hosts: TestHost[] = [];
    const connected = async (number: number) => {
      const host = await makeHost(number);
      hosts.push(host);
      closing.push(host.remove);
      // Servers listen on this machine's own address alone; each cable ends at a proxy to them.
      const database = await openTcpProxy({ host: '127.0.0.1', port: postgres.port }, host.here);
      const bucket = new URL(s3.variables.FIDUCIAL_S3_ENDPOINT ?? '');
      const objects = await openTcpProxy({ host: '127.0.0.1', port: Number(bucket.port) }, host.here);
      closing.push(database.close, objects.close);
      const address = new URL(url);
      address.host = `${host.here}:${database.port}`;
      const variables = {
        ...s3.variables,
        DATABASE_URL: address.href,
        FIDUCIAL_S3_ENDPOINT: `http://${host.here}:${objects.port}`,
        FIDUCIAL_DATA: join(folder, host.name),
        FIDUCIAL_CHECKPOINT_SECONDS: '1',
        FIDUCIAL_HEARTBEAT_SECONDS: '10',
        FIDUCIAL_LEASE_SECONDS: '30',
      };
      return { host, variables };
    };
    const [one, two, three] = [await connected(1), await connected(2), await connected(3)];
    const workers: WorkerProcess[] = [];
    const work = async ({ host, variables }: typeof one) => {
      const worker = await startWorkerProcess(variables, host);
      workers.push(worker);
      closing.push(() => worker.kill('SIGKILL'));
      return worker;
    };
    const wrong: string[] = [];
    const expectThat = (holds: boolean, words: string) => holds || wrong.push(words);

    const first = await work(one);
    const { id } = await bench.submit({ kind: 'pieces', params: { pieces, milliseconds: 200 }, seed: 5 });
    await waitFor('a third of it', async () => {
      const { progress } = await bench.run(id);
      return ((progress as { done?: number } | null)?.done ?? 0) > pieces / 3;
    });
    const second = await work(two);
    const api = await startApiProcess(three.variables, three.host);
    closing.push(api.kill);
    const readyz = async () => {
      const ask = `fetch('${api.address}/readyz').then((answer) => console.log(answer.status))`;
      return (await three.host.exec(process.execPath, ['-e', ask])).trim();
    };
    expectThat((await readyz()) === '200', 'the API was not ready with its cable in');

    await Promise.all([one.host.plug(false), three.host.plug(false)]);
    const pulled = performance.now();
    await waitFor('the API not to be ready', async () => (await readyz()) === '503');
    await three.host.plug(true);
    const apiBack = performance.now();
    await waitFor('the API to be ready', async () => (await readyz()) === '200', 120_000);
    const readyAgainSeconds = seconds(apiBack);
    await waitFor('the other worker to claim it', async () => (await bench.run(id)).attempt === 2, 120_000);
    const takeoverSeconds = seconds(pulled);
    expectThat(takeoverSeconds <= 45, `taken over after ${takeoverSeconds} s, not within 45`);
    await one.host.plug(true);
    const back = performance.now();
    await waitFor(
      'the first worker to let go',
      () => first.output().includes('the run was taken over by another worker'),
      120_000,
    );
    const letGoSeconds = seconds(back);
    const done = await bench.reached(id, 'SUCCEEDED', 120_000);
    expectThat(done.attempt === 2, `expected 2 attempts, got ${done.attempt}`);
    expectThat(second.output().includes(id), 'the second worker does not name the run');
    const computedAgain = (done.results as { computed: number }).computed;
    expectThat(computedAgain < pieces * 0.75, `computed ${computedAgain} of ${pieces} again`);
    const whole = await bench.submit({ kind: 'pieces', params: { pieces, milliseconds: 0 }, seed: 5 });
    await bench.reached(whole.id, 'SUCCEEDED');
    const digests = await prisma.runArtifact.findMany({ where: { runId: { in: [id, whole.id] } } });
    expectThat(new Set(digests.map(({ digest }) => digest)).size === 1, 'other bytes than uninterrupted');
    for (const line of await bench.verify()) wrong.push(`after one pulled cable: ${line}`);

    const many = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        bench.submit({ kind: 'files', params: { files: 3, salt: `hosts ${at}`, milliseconds: 100 } }),
      ),
    );
    for (let time = 0; time < 8; time++) {
      const { host } = time % 2 ? one : two;
      await host.plug(false);
      await sleep(1000);
      await host.plug(true);
      await sleep(1000);
    }
    for (const run of many) await bench.reached(run.id, 'SUCCEEDED', 180_000);
    const attempts = await prisma.run.aggregate({
      where: { id: { in: many.map((run) => run.id) } },
      _sum: { attempt: true },
    });
    for (const worker of workers) worker.kill('SIGTERM');
    await Promise.all(workers.map(({ exited }) => exited));
    for (const line of await bench.verify()) wrong.push(`after all: ${line}`);
    return {
      ...{ takeoverSeconds, letGoSeconds, readyAgainSeconds, computedAgain },
      ...{ runs: many.length, attempts: attempts._sum.attempt ?? 0, wrong },
    };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** Whole tenths since a moment of `performance.now`. */
function seconds(since: number): number {
  return Math.round((performance.now() - since) / 100) / 10;
}
