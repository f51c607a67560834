import { parseArgs } from 'node:util';
import { SetUpError } from '../plain-set-up-error.mjs';

// A plain script: "npm start" reads its arguments before any package is installed.

/**
 * What `npm start` was asked for.
 *
 * @typedef {object} StartOptions
 * @property {boolean} demoOnly only the standard test bed, without pages; ends with it
 * @property {boolean} json results as JSON on standard output; everything else goes to standard error
 * @property {boolean} noDemo no demonstration in an empty database
 * @property {'standard' | 'full'} variant
 * @property {readonly number[]} seeds
 */

/** Words for `--help`. */
export const usage = `npm start [-- OPTIONS]

  --no-demo        do not start the demonstration in an empty database
  --demo-only      run the standard test bed without pages, print its results, end
  --json           with --demo-only: print the results as JSON
  --variant NAME   with --demo-only: standard (default) or full
  --seeds LIST     with --demo-only: seeds separated by commas, default 0
  --help           print this

Variables of the environment are listed in README.md.`;

/**
 * Reads the arguments.
 *
 * @param {readonly string[]} args
 * @returns {StartOptions | 'help'}
 * @throws {SetUpError} for one that is not known
 */
export function readOptions(args) {
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

/** @param {readonly string[]} args */
function parse(args) {
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
    throw new SetUpError(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}
