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
 * @property {boolean} noWorker no worker: others on this or another machine take the runs
 * @property {'standard' | 'full' | 'complete'} variant
 * @property {readonly number[]} seeds
 * @property {ProtocolOptions | null} protocol a published protocol in place of the standard test bed
 *
 * @typedef {object} ProtocolOptions
 * @property {string} id
 * @property {string | null} data folder with images
 * @property {string | null} model folder with a layers-model
 * @property {'imagenet' | 'half' | 'none'} normalization what the model does to pixels between 0 and 1 first
 * @property {string | null} classes file that says which output of the model is which class
 * @property {string | null} classColumn column of labels.csv that names the class of each image
 * @property {string | null} testColumn column of labels.csv that is 1 for test images
 * @property {number | null} trainPerClass training images kept of each class
 * @property {{ train: number, validation: number, test: number } | null} sizes
 */

/** Words for `--help`. */
export const usage = `npm start [-- OPTIONS]

  --no-demo        do not start the demonstration in an empty database
  --no-worker      start no worker: others, by "npm run worker" on this or another machine, take the runs
  --demo-only      run the standard test bed without pages, print its results, end
  --json           with --demo-only: print the results as JSON
  --variant NAME   with --demo-only: standard (default), full, or complete: full on every attack
  --seeds LIST     with --demo-only: seeds separated by commas, default 0
  --help           print this

With --demo-only, a published protocol in place of the standard test bed:

  --protocol ID           carrara-mtap-2018, carrara-eccvw-2018 or massoli-cviu-2021
  --data FOLDER           images: sprite sheets (*.png) with labels.json, or a folder of images with labels.csv or of class
                          folders; without it the digits
  --model FOLDER          a TF.js layers-model; without it the standard CNN is trained
  --normalization NAME    what the model does to pixels between 0 and 1: imagenet (mean and deviation of ImageNet's
                          channels), half (to -1 .. 1) or none (default)
  --classes FILE          JSON list of { index, wnid, name }: which output of the model is which class of the images
  --class-column NAME     column of labels.csv that names the class of each image
  --test-column NAME      column of labels.csv that is 1 for test images; without it a share of each class is kept for testing
  --train-per-class N     training images kept of each class
  --sizes A/B/C           images of the sample for training, validation and test

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
  if (variant !== 'standard' && variant !== 'full' && variant !== 'complete')
    throw new SetUpError(`--variant: expected standard, full or complete, got ${variant}`);
  const numbers = seeds.split(',').map(Number);
  if (!numbers.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31))
    throw new SetUpError(`--seeds: expected whole numbers from 0, separated by commas, got ${seeds}`);
  if (flags['no-worker'] && flags['demo-only'])
    throw new SetUpError('--no-worker: expected without --demo-only, which waits for a worker of its own');
  if (flags.json && !flags['demo-only']) throw new SetUpError('--json: expected together with --demo-only');
  return {
    demoOnly: flags['demo-only'],
    json: flags.json,
    noDemo: flags['no-demo'],
    noWorker: flags['no-worker'],
    variant,
    seeds: numbers,
    protocol: readProtocol(flags),
  };
}

const normalizations = /** @type {const} */ (['imagenet', 'half', 'none']);

/**
 * @param {Omit<ReturnType<typeof parse>, 'help' | 'variant' | 'seeds'>} flags
 * @returns {ProtocolOptions | null}
 */
function readProtocol({ protocol, data, model, classes, normalization, sizes, ...flags }) {
  const perClass = flags['train-per-class'];
  const [classColumn, testColumn] = [flags['class-column'], flags['test-column']];
  if (protocol === undefined) {
    if (data ?? model ?? classes ?? normalization ?? sizes ?? perClass ?? classColumn ?? testColumn)
      throw new SetUpError('--data, --model and what goes with them: expected together with --protocol');
    return null;
  }
  if (!flags['demo-only']) throw new SetUpError('--protocol: expected together with --demo-only');
  const chosen = normalizations.find((name) => name === (normalization ?? 'none'));
  if (!chosen)
    throw new SetUpError(`--normalization: expected ${normalizations.join(', ')}, got ${normalization}`);
  const parts = sizes === undefined ? null : sizes.split('/').map(Number);
  const [train = 0, validation = 0, test = 0] = parts ?? [];
  if (parts && (parts.length !== 3 || !parts.every((size) => Number.isInteger(size) && size > 0)))
    throw new SetUpError(`--sizes: expected three whole numbers such as 700/100/200, got ${sizes}`);
  const trainPerClass = perClass === undefined ? null : Number(perClass);
  if (trainPerClass !== null && !(Number.isInteger(trainPerClass) && trainPerClass > 0))
    throw new SetUpError(`--train-per-class: expected a whole number from 1, got ${perClass}`);
  if (model !== undefined && data === undefined)
    throw new SetUpError('--model: expected together with --data');
  return {
    id: protocol,
    data: data ?? null,
    model: model ?? null,
    normalization: chosen,
    classes: classes ?? null,
    classColumn: classColumn ?? null,
    testColumn: testColumn ?? null,
    trainPerClass,
    sizes: parts && { train, validation, test },
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
        'no-worker': { type: 'boolean', default: false },
        variant: { type: 'string', default: 'standard' },
        seeds: { type: 'string', default: '0' },
        protocol: { type: 'string' },
        data: { type: 'string' },
        model: { type: 'string' },
        normalization: { type: 'string' },
        classes: { type: 'string' },
        sizes: { type: 'string' },
        'class-column': { type: 'string' },
        'test-column': { type: 'string' },
        'train-per-class': { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new SetUpError(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}
