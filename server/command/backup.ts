import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { writeBackup } from '../backup/write-backup';
import { SetUpError } from '../set-up-error';
import { sizeInWords } from '../size-in-words';
import type { Command } from './command';
import { openCommandStore } from './open-store';

/** Damaged files that are printed; the rest is counted. */
const shown = 20;

/** Writes everything into one file, while the product runs or not. Exit code 1 when files were damaged before. */
export const backup: Command = {
  name: 'backup',
  needs: 'installation',
  usage: 'backup FILE',
  summary: 'Writes the records and all files into one file, while the product runs or not.',
  run: async (args, { url, say }) => {
    const { positionals } = parseArgs({ args, options: {}, allowPositionals: true });
    const [name, ...more] = positionals;
    if (!name || more.length)
      throw new SetUpError('backup FILE: expected the name of one new file, such as fiducial.tar');
    const file = resolve(name);
    const store = await openCommandStore();
    const { tables, files, bytes, damaged } = await writeBackup({ url, store, file });
    say(`${file}: ${tables} tables and ${files} files, ${sizeInWords(bytes)}.`);
    if (!damaged.length) return 0;
    say(`\n${damaged.length} files that runs need were damaged or gone before, and are not in the backup:`);
    for (const problem of damaged.slice(0, shown)) say(`  ${problem}`);
    if (damaged.length > shown) say(`  and ${damaged.length - shown} more; "verify" lists all`);
    return 1;
  },
};
