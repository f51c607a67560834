import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkBackup } from '../backup/read-backup';
import { restoreBackup } from '../backup/restore-backup';
import { SetUpError } from '../set-up-error';
import type { Command } from './command';
import { openEmptyPlace } from './installation';
import { openCommandStore } from './open-store';

/** Brings a backup back, into an empty place only. */
export const restore: Command = {
  name: 'restore',
  needs: 'nothing',
  usage: 'restore FILE [--check]',
  summary: 'Restores a backup into an empty database and folder; --check only reads it from end to end.',
  run: async (args, { say }) => {
    const { positionals, values } = parseArgs({
      args,
      options: { check: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [name, ...more] = positionals;
    if (!name || more.length) throw new SetUpError('restore FILE: expected the name of one backup');
    const file = resolve(name);
    const checked = await checkBackup(file);
    const { fiducial, createdAt, tables } = checked.manifest;
    say(
      `${file}: made by Fiducial ${fiducial} at ${createdAt}, whole: ${tables.length} tables, ${checked.files} files.`,
    );
    if (values.check) return 0;
    const place = await openEmptyPlace();
    try {
      const store = await openCommandStore();
      const { requeued } = await restoreBackup({ file, checked, url: place.url, store });
      const runs =
        requeued === 1 ? '1 run that was under way begins' : `${requeued} runs that were under way begin`;
      say(`Restored. ${runs} again when the product starts; people sign in anew.`);
      say('"verify" proves that nothing is missing.');
    } catch (error) {
      await place.giveUp();
      throw error;
    }
    await place.close();
    return 0;
  },
};
