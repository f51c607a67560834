import pg from 'pg';

/** A database with runs for lists to be read from. */
export interface SeededRuns {
  readonly projectId: string;
  readonly count: number;
}

const projectId = '01890000-0000-7000-8000-00000000000a';
const team = '01890000-0000-7000-8000-00000000000b';

/** Ids that grow with `n`, as those that the product makes grow with time. */
const id = (
  n: string,
) => `('01900000-' || lpad(to_hex(${n} / 65536), 4, '0') || '-7' || lpad(to_hex(${n} % 65536 / 16), 3, '0')
  || '-8000-' || lpad(to_hex(${n} % 16), 12, '0'))::uuid`;

/**
 * Fills a migrated, empty database with `count` logged runs in one project of the team `local`: each with a learning
 * rate, an optimizer, the metrics loss and accuracy and `more` others, and a tag that one run in a hundred has.
 */
export async function seedRuns(url: string, count: number, more = 0): Promise<SeededRuns> {
  const others = Array.from({ length: more }, (_, index) => `, ('more ${index}', ${15_485_863 + 2 * index})`);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`
    INSERT INTO "Team" (id, slug, name) VALUES ('${team}', 'local', 'Local team') ON CONFLICT DO NOTHING;
    INSERT INTO "Project" (id, "teamId", slug, name) SELECT '${projectId}', id, 'seeded', 'Seeded' FROM "Team" WHERE slug = 'local';
    INSERT INTO "Run" (id, "projectId", kind, title, status, params, "requestDigest", "createdAt", "startedAt", "finishedAt")
      SELECT ${id('n')}, '${projectId}', 'logged', 'run ' || n, 'SUCCEEDED', '{}', '', moment, moment, moment + interval '1 h'
      FROM (SELECT n, timestamptz '2026-01-01' + n * interval '1 s' AS moment FROM generate_series(1, ${count}) n) g;
    INSERT INTO "MetricSeries" ("runId", "projectId", name, count, "lastStep", "lastAt", last, min, max, tail)
      SELECT ${id('n')}, '${projectId}', name, 100, 99, now(), value, value, value + 1, '{}'
      FROM (SELECT n, name, n::bigint * factor % 1000003 / 1000003.0 AS value
        FROM generate_series(1, ${count}) n, (VALUES ('loss', 7919), ('accuracy', 104729)${others.join('')}) m(name, factor)) g;
    INSERT INTO "RunParam" ("runId", "projectId", name, text, number)
      SELECT ${id('n')}, '${projectId}', 'rate', (n % 100 / 1000.0)::text, n % 100 / 1000.0 FROM generate_series(1, ${count}) n;
    INSERT INTO "RunParam" ("runId", "projectId", name, text)
      SELECT ${id('n')}, '${projectId}', 'optimizer', (ARRAY['adam', 'sgd', 'lion'])[1 + n % 3] FROM generate_series(1, ${count}) n;
    INSERT INTO "RunTag" ("runId", "projectId", key, value)
      SELECT ${id('n')}, '${projectId}', 'kept', 'yes' FROM generate_series(100, ${count}, 100) n;
    ANALYZE`);
  await client.end();
  return { projectId, count };
}
