/**
 * Lets schemathesis ask the API: `npm run schemathesis -w test -- --examples 30 --seed 1`. On a database of its own, with
 * two teams' things in it, as a token of one team's admin: first questions, then mutations. Ends with 1 when it finds
 * anything, or the server has logged an unexpected error.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createPrisma } from '@fiducial/prisma/client';
import { migrate } from '@fiducial/prisma/migrate';
import { installQueue } from '@fiducial/server/jobs/queue';
import { startPostgres } from '@fiducial/server/postgres/start-postgres';
import { pythonWith } from '../peers/install-peers';
import { askingAs, openTwoTeams } from '../security/two-teams';
import { buildFolder } from '../testkit/build-folder';
import { bundleAll } from '../testkit/bundle-all';

const { values } = parseArgs({
  options: { examples: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' } },
});
const python = pythonWith(join(import.meta.dirname, 'requirements.txt'));
const folder = await mkdtemp(join(tmpdir(), 'fiducial-schemathesis-'));
const [postgres] = await Promise.all([
  startPostgres({ folder, settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] }),
  bundleAll(buildFolder),
]);
const { url } = postgres;
await migrate(url);
await installQueue({
  url,
  onError: (error) => {
    throw error;
  },
});
const prisma = createPrisma(url, { connections: 4 });
const { api, ours } = await openTwoTeams({ url, prisma, drop: () => prisma.$disconnect() });
const { result } = await askingAs(api, ours.admin).ask<{ result: { secret: string } }>(
  'mutation { result: createAccessToken(input: { name: "schemathesis", scope: ADMIN }) { ... on NewAccessToken { secret } } }',
);
const operations = Number(await ask('Query')) + Number(await ask('Mutation'));
await api.close();
await postgres.stop();
await rm(folder, { recursive: true, force: true });
const unexpected = api.output().match(/unexpected error.*/g) ?? [];
console.log(`The server has logged ${unexpected.length} unexpected errors.`, ...unexpected.slice(0, 3));
process.exit(operations === 0 && unexpected.length === 0 ? 0 : 1);

/** Runs it over all fields of a root type; the exit code. */
function ask(root: 'Query' | 'Mutation'): Promise<number> {
  const given = ['--header', `Authorization: Bearer ${result.secret}`, '--seed', values.seed];
  const limits = ['--max-examples', values.examples, '--request-timeout', '15', '--continue-on-failure'];
  // Refusals in words, of a page of 101 or an id that is none, are rules that a schema cannot say.
  const not = ['--exclude-checks', 'positive_data_acceptance'];
  const what = ['--include-name-regex', `^${root}\\.`, '--checks', 'all', '--no-color', ...not];
  const child = spawn(
    join(python, '../schemathesis'),
    ['run', `${api.address}/graphql`, ...given, ...limits, ...what],
    {
      cwd: folder,
      stdio: 'inherit',
      env: {
        ...process.env,
        SCHEMATHESIS_HOOKS: 'hooks',
        PYTHONPATH: import.meta.dirname,
        KNOWN_IDS: JSON.stringify(Object.values(ours.ids)),
      },
    },
  );
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
