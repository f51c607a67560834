import type { Check, Finding, Verified } from './check';
import { artifactsCheck } from './checks/artifacts';
import { attemptsCheck } from './checks/attempts';
import { eventsCheck } from './checks/events';
import { filesCheck } from './checks/files';
import { ownershipCheck } from './checks/ownership';
import { processesCheck } from './checks/processes';
import { projectsCheck } from './checks/projects';
import { queueCheck } from './checks/queue';

/** Everything that is promised of runs and their files. */
export const checks: readonly Check[] = [
  queueCheck,
  ownershipCheck,
  attemptsCheck,
  eventsCheck,
  artifactsCheck,
  filesCheck,
  processesCheck,
  projectsCheck,
];

/** What a check came to. */
export interface Verification {
  readonly check: Check;
  readonly findings: readonly Finding[];
}

/**
 * Looks whether anything was lost, doubled or orphaned. Reads only; while runs are computed, what is just being written
 * may be told as a finding of `queue` or `files`, and is gone when looked at again.
 */
export async function verify(verified: Verified): Promise<Verification[]> {
  const done: Verification[] = [];
  for (const check of checks) done.push({ check, findings: await check.look(verified) });
  return done;
}
