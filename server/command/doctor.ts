import { parseArgs } from 'node:util';
import type { Examination, Verdict } from '../doctor/examination';
import { databaseExaminations } from '../doctor/examine-database';
import { machineExaminations } from '../doctor/examine-machine';
import { placeExaminations } from '../doctor/examine-place';
import { SetUpError } from '../set-up-error';
import type { Command } from './command';
import { openAsItIs } from './installation';

const marks = { ok: 'ok     ', warning: 'warning', broken: 'BROKEN ' } as const;

/** Says of everything that the product stands on how it is, and what to do. Exit code 1 when something is broken. */
export const doctor: Command = {
  name: 'doctor',
  needs: 'nothing',
  usage: 'doctor',
  summary: 'Examines backend, database, store, disks, port, TLS and clock, and says what to do.',
  run: async (args, { say }) => {
    parseArgs({ args, options: {} });
    const states: Verdict['state'][] = [];
    const look = async ({ title, examine }: Examination) => {
      const { state, words, todo } = await examine().catch(asBroken);
      states.push(state);
      say(`${marks[state]}  ${title}: ${words}`);
      if (todo && state !== 'ok') say(`           ${todo}`);
    };
    for (const one of [...machineExaminations, ...placeExaminations]) await look(one);
    const database = await openAsItIs().catch((error: Error) => error);
    if (database instanceof Error)
      await look({ title: 'Database', examine: async () => withoutDatabase(database) });
    else
      try {
        for (const one of databaseExaminations(database.url)) await look(one);
      } finally {
        await database.stop();
      }
    const count = (state: Verdict['state']) => states.filter((one) => one === state).length;
    say(`\n${count('broken')} broken, ${count('warning')} warnings.`);
    return count('broken') ? 1 : 0;
  },
};

function asBroken(error: Error): Verdict {
  return { state: 'broken', words: error.message };
}

/** Before the first start there is none, and nothing is wrong with that. */
function withoutDatabase(error: Error): Verdict {
  if (!(error instanceof SetUpError)) return asBroken(error);
  if (error.message.startsWith('There is no database'))
    return { state: 'warning', words: 'none yet', todo: `"npm start" makes one. ${error.message}` };
  return asBroken(error);
}
