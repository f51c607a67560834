import { parseArgs } from 'node:util';
import { collectGarbage } from '../garbage/collect-garbage';
import { restorableDays } from '../garbage/restorable-days';
import { sizeInWords } from '../size-in-words';
import type { Command } from './command';
import { openCommandStore } from './open-store';

/** Removes what nobody will use. Workers do the same every hour. */
export const gc: Command = {
  name: 'gc',
  needs: 'installation',
  usage: 'gc',
  summary:
    'Removes projects deleted 30 days ago, staging of attempts that are over, files that nothing has needed for a day.',
  run: async (args, { prisma, say }) => {
    parseArgs({ args, options: {} });
    const { projects, staged, files, bytes, heldOff } = await collectGarbage({
      prisma,
      // Those who add to the store wait while files are removed.
      store: await openCommandStore({ waits: false }),
    });
    if (projects) say(`Removed ${projects} projects that were deleted more than ${restorableDays} days ago.`);
    say(`Removed ${staged} folders from staging and ${files} files (${sizeInWords(bytes)}).`);
    if (heldOff) say('A backup is being made: the other files wait until it is done.');
    return 0;
  },
};
