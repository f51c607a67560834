import { parseArgs } from 'node:util';
import { env } from '../env';
import { collectGarbage } from '../garbage/collect-garbage';
import { sizeInWords } from '../size-in-words';
import type { Command } from './command';

/** Removes what nobody will use. Workers do the same every hour. */
export const gc: Command = {
  name: 'gc',
  needs: 'installation',
  usage: 'gc',
  summary: 'Removes staging of attempts that are over, and files that nothing has needed for a day.',
  run: async (args, { prisma, say }) => {
    parseArgs({ args, options: {} });
    const { staged, files, bytes, heldOff } = await collectGarbage({ prisma, folder: env.artifactFolder });
    say(`Removed ${staged} folders from staging and ${files} files (${sizeInWords(bytes)}).`);
    if (heldOff) say('A backup is being made: the other files wait until it is done.');
    return 0;
  },
};
