import { parseArgs } from 'node:util';
import { readMigrations } from '@fiducial/prisma/migrate';
import { migrateAll } from '../supervisor/open-database';
import type { Command } from './command';
import { openAsItIs } from './installation';

/** Makes the tables, or brings them up to date, as each start of the product does. */
export const migrate: Command = {
  name: 'migrate',
  needs: 'nothing',
  usage: 'migrate',
  summary: 'Makes the tables of the database, or brings them up to date, as every start does.',
  run: async (args, { say }) => {
    parseArgs({ args, options: {} });
    const database = await openAsItIs();
    try {
      const applied = await migrateAll(database.url, (error) => say(`Queue: ${error.message}`));
      const all = (await readMigrations()).length;
      say(
        applied.length
          ? `${applied.length} of ${all} migrations were applied.`
          : 'The tables are up to date.',
      );
      return 0;
    } finally {
      await database.stop();
    }
  },
};
