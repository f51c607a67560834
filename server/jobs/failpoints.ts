import { setTimeout as sleep } from 'node:timers/promises';
import { env } from '../env';

/**
 * Places at which tests make a process fail, so that each fault comes at the same moment every time. `FIDUCIAL_FAILPOINTS`
 * says where and how, such as `afterClaim=kill,afterAdopt#2=full`; without it, passing one costs a look at a constant.
 */
export const failpoints = {
  afterTake: 'The job is taken, its run not claimed yet.',
  insideClaim: 'The run is claimed, the transaction not committed.',
  afterClaim: 'The run is claimed, nothing done.',
  beforeChild: 'Inputs are read, the child is not started.',
  childStart: 'In the child: it knows what to compute.',
  childOutput: 'In the child: one output is staged.',
  childCheckpoint: 'In the child: a checkpoint is kept.',
  uploadCheck: 'In the child that checks an upload: its bytes are those announced.',
  scorerQuestion: 'In the scorer: it knows what is asked.',
  staging: 'In the child: about to write an output.',
  afterStaging: 'The child has answered; its outputs are staged.',
  afterReserve: 'The outputs are on record, not at their address.',
  afterAdopt: 'One output is at its address.',
  insideSuccess: 'The success is written, the transaction not committed.',
  afterSuccess: 'The success is committed.',
} as const;

/** Name of a place. */
export type Failpoint = keyof typeof failpoints;

/** Ways to fail. */
const actions: Readonly<Record<string, () => unknown>> = {
  kill: () => process.kill(process.pid, 'SIGKILL'),
  pause: () => process.kill(process.pid, 'SIGSTOP'),
  exit: () => process.exit(3),
  /** Grows until somebody ends it. */
  grow: async () => {
    for (const kept: Buffer[] = []; ; await sleep(5)) kept.push(Buffer.alloc(16 << 20, 1));
  },
  /** As a system whose disk is full answers. */
  full: () => {
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  },
  /** Two seconds in which something else may happen. */
  wait: () => new Promise((resolve) => setTimeout(resolve, 2000)),
};

const passed = new Map<Failpoint, number>();

/** Passes a place: fails there if it is told to, at the first passage or the one that is named. */
export async function failpoint(name: Failpoint): Promise<void> {
  if (!env.failpoints) return;
  const passage = (passed.get(name) ?? 0) + 1;
  passed.set(name, passage);
  for (const order of env.failpoints.split(',')) {
    const [place, action = ''] = order.split('=');
    const [wanted, at = '1'] = (place ?? '').split('#');
    if (wanted !== name || (at !== '*' && Number(at) !== passage)) continue;
    const act = actions[action];
    if (!act) throw new Error(`FIDUCIAL_FAILPOINTS: expected one of ${Object.keys(actions)}, got ${action}`);
    await act();
  }
}
