import { migrate } from '@fiducial/prisma/migrate';
import { expect, test } from 'vitest';
import { cloneDatabase } from '../testkit/database';

test('a database with tables of somebody else is refused and left as it was', async () => {
  const { url, prisma, drop } = await cloneDatabase();
  await prisma.$executeRawUnsafe('DROP SCHEMA public CASCADE');
  await prisma.$executeRawUnsafe('CREATE SCHEMA public');
  await prisma.$executeRawUnsafe('CREATE TABLE customer (id int)');
  await expect(migrate(url)).rejects.toThrow(/got one with other tables/);
  await prisma.$executeRawUnsafe('CREATE TABLE _prisma_migrations (migration_name text, finished_at date)');
  await prisma.$executeRawUnsafe(`INSERT INTO _prisma_migrations VALUES ('20200101_shop', now())`);
  await expect(migrate(url)).rejects.toThrow(/got one with other tables/);
  const tables =
    await prisma.$queryRaw`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`;
  expect(tables).toHaveLength(2);
  await drop();
});
