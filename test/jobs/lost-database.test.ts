import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createPrisma } from '@fiducial/prisma/client';
import { recordRun } from '@fiducial/server/jobs/run-recorder';
import { readSeries } from '@fiducial/server/metric/read-points';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type JobBench, openJobBench } from '../testkit/job-bench';

let bench: JobBench;
beforeAll(async () => {
  bench = await openJobBench();
});
afterAll(() => bench.close());

/** A way to a server that can be closed and opened again. */
async function gate(target: URL) {
  const sockets = new Set<Socket>();
  const server = createServer((from) => {
    const to = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined).on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo; // it listens on a port
  const shut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port, shut, open: () => listen(port) };
}

test('what a computation reported last is written once the database is back', async () => {
  const run = await bench.submit({ kind: 'sum', params: {} });
  await bench.prisma.run.update({ where: { id: run.id }, data: { status: 'RUNNING', attempt: 1 } });
  const url = new URL(bench.url);
  const way = await gate(new URL(bench.url));
  url.port = String(way.port);
  const prisma = createPrisma(url.href, { connections: 1 });
  const recorder = recordRun(
    prisma,
    { runId: run.id, attempt: 1 },
    { onLost: () => undefined, onCancelRequested: () => undefined, onError: () => undefined },
  );
  way.shut();
  recorder.metric({ name: 'loss', step: 0, value: 1 });
  const closed = recorder.close();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await way.open();
  await closed;
  const [series] = await readSeries(bench.prisma, run.id, { names: null, most: 10 });
  expect(series).toMatchObject({
    name: 'loss',
    points: { steps: Float64Array.of(0), values: Float64Array.of(1) },
  });
  await prisma.$disconnect();
  way.shut();
});
