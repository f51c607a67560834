/** Brings the whole product up under one roof, and down again: `node dist/supervisor.js [OPTIONS]`. */

import { randomUUID } from 'node:crypto';
import { createPrisma } from '@fiducial/prisma/client';
import { env } from './env';
import { freePort } from './free-port';
import { closeQueue, openQueue } from './jobs/queue';
import { configurationError, SetUpError } from './set-up-error';
import { lockDataFolder } from './supervisor/data-lock';
import { beginDemonstration, watchDemonstration } from './supervisor/demonstrate';
import { assertPortFree } from './supervisor/first-checks.mjs';
import { type KeptProcess, keepRunning } from './supervisor/keep-running';
import { openDatabase } from './supervisor/open-database';
import { readOptions, type StartOptions, usage } from './supervisor/options.mjs';
import { apiAddress, apiPlan, logFolder, webPlan, workerPlan } from './supervisor/product-processes';
import { openTerminal, type Terminal } from './supervisor/terminal';

/** What was started, in the order in which it was: it is stopped in the opposite one. */
type Stops = (() => Promise<void>)[];

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const terminal = openTerminal(options.json ? process.stderr : process.stdout);
  const interrupted = interruptSignal(terminal);
  const stops: Stops = [];
  try {
    return await run(options, { terminal, interrupted, stops });
  } finally {
    for (const stop of stops.reverse())
      await stop().catch((error: Error) => terminal.line(`While stopping: ${error.message}`));
    if (interrupted.aborted) terminal.line('Stopped. All data is kept; "npm start" finds it again.');
  }
}

interface Surroundings {
  readonly terminal: Terminal;
  readonly interrupted: AbortSignal;
  readonly stops: Stops;
}

async function run(options: StartOptions, { terminal, interrupted, stops }: Surroundings): Promise<number> {
  if (!options.demoOnly) await assertPortFree(env);
  stops.push(await lockDataFolder(env.dataFolder));
  const database = await openDatabase(terminal);
  stops.push(() => database.stop());
  const keep = async (name: string, plan: Parameters<typeof keepRunning>[0]): Promise<KeptProcess> => {
    const kept = await terminal.step(name, () => keepRunning(plan, terminal.line));
    stops.push(() => kept.stop());
    return kept;
  };
  const common = { databaseUrl: database.url, logs: await logFolder(), bundles: import.meta.dirname };
  if (!options.noWorker) await keep('Worker', workerPlan(common, randomUUID()));
  if (interrupted.aborted) return 130;
  if (!options.demoOnly) {
    const ports = { webPort: await freePort(env.webPort), internalPort: env.tls ? await freePort(0) : 0 };
    await Promise.all([keep('API', apiPlan(common, ports)), keep('Pages', webPlan(common.logs, ports))]);
    terminal.line(
      `\nFiducial is ready: ${apiAddress()}\n(Ctrl-C stops it; data lies in ${env.dataFolder})\n`,
    );
  }
  const succeeded = await demonstrate(options, { terminal, interrupted, stops }, database.url).catch(
    (error: unknown) => {
      if (options.demoOnly || error instanceof SetUpError) throw error;
      // Its runs go on at the workers, and API and pages stay: they do not hang on what is told here.
      terminal.line(`The demonstration is not followed any more: ${(error as Error).message}`);
      return false;
    },
  );
  if (options.demoOnly) return interrupted.aborted ? 130 : succeeded ? 0 : 1;
  if (!interrupted.aborted) await new Promise((resolve) => interrupted.addEventListener('abort', resolve));
  return 0;
}

async function demonstrate(
  options: StartOptions,
  { terminal, interrupted, stops }: Surroundings,
  url: string,
): Promise<boolean> {
  const onError = (error: Error) => terminal.line(`Database: ${error.message}`);
  const prisma = createPrisma(url, { connections: 2, onError });
  stops.push(() => prisma.$disconnect());
  await openQueue({ url, onError });
  stops.push(closeQueue);
  const testBed = await beginDemonstration(prisma, options, { terminal, signal: interrupted });
  if (!testBed) return true;
  return watchDemonstration(prisma, testBed, { options, terminal, signal: interrupted });
}

/** Aborts with the first Ctrl-C or SIGTERM, or when the one who started us is gone; the third Ctrl-C ends this process at once. */
function interruptSignal(terminal: Terminal): AbortSignal {
  const controller = new AbortController();
  let times = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      times += 1;
      if (times === 1) terminal.line('\nStopping: the runs go back into the queue …');
      if (times >= 3) process.exit(130);
      controller.abort();
    });
  // "npm start" was killed without a chance to say so.
  process.on('disconnect', () => controller.abort());
  return controller.signal;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const words = error instanceof SetUpError ? error.message : ((error as Error).stack ?? String(error));
    process.stderr.write(`\n${words}\n`);
    process.exit(error instanceof SetUpError ? configurationError : 1);
  },
);
