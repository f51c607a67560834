import type { Random } from '@fiducial/core/tensors';
import { failpoints } from '@fiducial/server/jobs/failpoints';
import { endConnections } from '../testkit/end-connections';
import type { Ground } from '../testkit/fault-ground';
import type { JobBench } from '../testkit/job-bench';
import { childrenOf } from '../testkit/processes';
import type { Workers } from './workers';

/** What a fault has to work with. */
export interface Wreck {
  readonly bench: JobBench;
  readonly ground: Ground;
  readonly workers: Workers;
  readonly random: Random;
}

/** Something that goes wrong. */
export interface Fault {
  readonly name: string;
  readonly make: (wreck: Wreck) => Promise<void>;
}

/** Everything that goes wrong, each as likely as any other. */
export const faults: readonly Fault[] = [
  { name: 'worker killed', make: async ({ workers, random }) => workers.signal(random, 'SIGKILL') },
  { name: 'worker stopped', make: async ({ workers, random }) => workers.signal(random, 'SIGTERM') },
  { name: 'worker paused past its lease', make: async ({ workers, random }) => workers.pause(random, 4000) },
  {
    name: 'worker dies at a failpoint',
    make: async ({ workers, random }) => {
      const places = Object.keys(failpoints);
      await workers.start({ FIDUCIAL_FAILPOINTS: `${places[random.integer(places.length)]}=kill` });
    },
  },
  {
    name: 'child killed',
    make: async ({ workers, random }) => {
      await killChild(workers.pids(), random);
    },
  },
  {
    name: 'run cancelled',
    make: async ({ bench, random }) => {
      const open = await bench.prisma.run.findMany({ where: { finishedAt: null }, select: { id: true } });
      const run = open[random.integer(Math.max(1, open.length))];
      if (run) await bench.cancel(run.id);
    },
  },
  { name: 'database restarted', make: ({ ground }) => ground.restart(0) },
  { name: 'database away for 3 s', make: ({ ground }) => ground.restart(3000) },
  {
    name: 'all connections ended',
    make: ({ bench }) => endConnections(bench.url, 100),
  },
];

/** Kills a child of one of these workers; false where there is none, or it has just ended by itself. */
export async function killChild(workers: readonly number[], random: Random): Promise<boolean> {
  const children = (await Promise.all(workers.map(childrenOf))).flat();
  const child = children[random.integer(Math.max(1, children.length))];
  if (!child) return false;
  try {
    return process.kill(child, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    return false;
  }
}
