import { readdir, readFile } from 'node:fs/promises';
import type { Check, Finding, Verified } from '../check';

/** How long a transaction may stay open without doing anything. */
const idleSeconds = 60;

/** No process and no connection outlives what it was for. */
export const processesCheck: Check = {
  name: 'processes',
  promise: 'No computing process on this machine has lost its worker, and no transaction was left open.',
  look: async (verified) => [...(await openTransactions(verified)), ...(await orphans(verified))],
};

async function openTransactions({ prisma }: Verified): Promise<Finding[]> {
  const rows = await prisma.$queryRaw<{ pid: number; name: string; seconds: number }[]>`
    SELECT pid, application_name AS name, extract(epoch FROM now() - state_change)::int AS seconds
    FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'
      AND state_change < now() - make_interval(secs => ${idleSeconds}::float8)`;
  return rows.map(({ pid, name, seconds }) => ({
    subject: `database connection ${pid}${name ? ` (${name})` : ''}`,
    problem: `a transaction was left open ${seconds} s ago`,
  }));
}

/** Children of this installation's workers whose parent is no worker any more. Empty where there is no /proc. */
async function orphans({ url }: Verified): Promise<Finding[]> {
  const names = await readdir('/proc').catch(() => []);
  const found: Finding[] = [];
  for (const pid of names.filter((name) => /^\d+$/.test(name))) {
    const command = await textOf(pid, 'cmdline');
    if (!command.includes('compute-child.js')) continue;
    if (!(await textOf(pid, 'environ')).split('\0').includes(`DATABASE_URL=${url}`)) continue;
    // `PID (NAME) STATE PPID …`; the name may hold spaces and brackets.
    const [state, parent = '0'] = (await textOf(pid, 'stat')).replace(/^.*\) /s, '').split(' ');
    if (!state || state === 'Z' || (await textOf(parent, 'cmdline')).includes('worker.js')) continue;
    found.push({ subject: `process ${pid}`, problem: 'computes for a worker that is gone' });
  }
  return found;
}

/** A process may end at any time, or be somebody else's. */
function textOf(pid: string, file: string): Promise<string> {
  return readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
}
