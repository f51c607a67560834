/** What an administrator runs beside the product: `node dist/command.js NAME …`, or `npm run fiducial -- NAME …`. */
import { commands } from './command/commands';
import { openInstallation } from './command/installation';
import { SetUpError } from './set-up-error';
import { surroundingsFailure } from './surroundings-failure';
import { UserError } from './user-error';

const [name, ...args] = process.argv.slice(2);
const command = commands.find((known) => known.name === name);

/** One line a command, as `fiducial` without a name prints them. */
function usage(): string {
  const width = Math.max(...commands.map(({ usage: words }) => words.length));
  const lines = commands.map(({ usage: words, summary }) => `  ${words.padEnd(width)}  ${summary}`);
  return `npm run fiducial -- COMMAND\n\n${lines.join('\n')}\n`;
}

async function main(): Promise<number> {
  if (!command) {
    const asked = name === undefined || name === '--help' || name === 'help';
    (asked ? process.stdout : process.stderr).write(
      asked ? usage() : `${name}: no such command.\n\n${usage()}`,
    );
    return asked ? 0 : 2;
  }
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  if (command.needs === 'nothing') return command.run(args, { say });
  const installation = await openInstallation();
  try {
    return await command.run(args, { ...installation, say });
  } finally {
    await installation.close();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    // node:util's parseArgs says in words which option it did not expect.
    const called =
      error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
    const expected = called || error instanceof SetUpError || error instanceof UserError;
    const words = expected ? error.message : surroundingsFailure(error)?.message;
    process.stderr.write(`${words ?? (error as Error).stack ?? String(error)}\n`);
    process.exit(1);
  },
);
