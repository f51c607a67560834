import { parseArgs } from 'node:util';
import { SetUpError } from '../set-up-error';

/** What `npm start` was asked for. */
export interface StartOptions {
  /** Only the standard test bed, without pages; ends with it. */
  readonly demoOnly: boolean;
  /** Results as JSON on standard output; everything else goes to standard error. */
  readonly json: boolean;
  /** No demonstration in an empty database. */
  readonly noDemo: boolean;
  readonly variant: 'standard' | 'full';
  readonly seeds: readonly number[];
}

/** Words for `--help`. */
export const usage = `npm start [-- OPTIONS]

  --no-demo        do not start the demonstration in an empty database
  --demo-only      run the standard test bed without pages, print its results, end
  --json           with --demo-only: print the results as JSON
  --variant NAME   with --demo-only: standard (default) or full
  --seeds LIST     with --demo-only: seeds separated by commas, default 0
  --help           print this

Variables of the environment are listed in README.md.`;

/** Reads the arguments. @throws {SetUpError} for one that is not known */
export function readOptions(args: readonly string[]): StartOptions | 'help' {
  const { help, variant, seeds, ...flags } = parse(args);
  if (help) return 'help';
  if (variant !== 'standard' && variant !== 'full')
    throw new SetUpError(`--variant: expected standard or full, got ${variant}`);
  const numbers = seeds.split(',').map(Number);
  if (!numbers.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31))
    throw new SetUpError(`--seeds: expected whole numbers from 0, separated by commas, got ${seeds}`);
  if (flags.json && !flags['demo-only']) throw new SetUpError('--json: expected together with --demo-only');
  return {
    demoOnly: flags['demo-only'],
    json: flags.json,
    noDemo: flags['no-demo'],
    variant,
    seeds: numbers,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        'demo-only': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        'no-demo': { type: 'boolean', default: false },
        variant: { type: 'string', default: 'standard' },
        seeds: { type: 'string', default: '0' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new SetUpError(`${(error as Error).message}\n\n${usage}`);
  }
}
