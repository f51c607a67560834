import { extractFeatures } from '@fiducial/core/activations';
import { attacks, runAttack } from '@fiducial/core/attacks';
import { parseParameters } from '@fiducial/core/method';
import { standardCnn } from '@fiducial/core/models';
import { trainedDigits } from '../../peers/trained-digits';
import type { Benchmark, Contender } from '../benchmark';
import { interleave, limitGoal, timed } from '../interleave';
import { ourVersion } from '../our-version';

const mebibyte = 2 ** 20;
const resident = () => {
  globalThis.gc?.();
  return process.memoryUsage.rss() / mebibyte;
};

/** As many steps as one attack may have. */
const mostSteps = 1000;

/** Resident memory over many steps of an attack, and of extractions of different sizes. */
export const memory: Benchmark = {
  name: 'memory',
  run: async ({ folder, peers }) => {
    const [count, steps] = peers ? [32, 2000] : [4, 400];
    const bed = await trainedDigits(folder, count);
    const attack = attacks.find(({ id }) => id === 'pgd');
    if (!attack) throw new Error('pgd is not registered');
    const pgd = async (total: number) => {
      for (let done = 0; done < total; done += mostSteps) {
        const given = { epsilon: 0.1, stepSize: 0.01, steps: Math.min(mostSteps, total - done) };
        const params = parseParameters(attack, given);
        for await (const _ of runAttack(attack, bed, { params, context: { seed: 0 }, batchSize: count }));
      }
    };
    // Allocators keep what they were once given: growth after the first tenth is what counts.
    await pgd(steps / 10);
    const before = resident();
    const stepping: Contender = {
      ...ourVersion(),
      units: steps,
      rounds: 1,
      run: () => timed(() => pgd(steps)),
    };
    const measured = await interleave([stepping], 1);
    const growth = resident() - before;

    const peaks = [];
    for (const rows of peers ? [2048, 4096, 16_384] : [256, 512, 2048]) peaks.push(await peakOf(bed, rows));
    const [first = 0, second = 0, third = 0] = peaks;
    return [
      {
        work: `PGD, ${steps} steps, ${count} digits: resident memory`,
        unit: 'steps',
        measured,
        goals: [limitGoal('growth after the first tenth, MiB', growth, { most: 20 })],
      },
      {
        work: 'extraction of 5 taps in chunks of 1,024 rows: resident memory above that before',
        unit: 'images',
        measured: [],
        goals: [
          limitGoal(
            'peak of eight times the images minus that of once, MiB',
            third - Math.max(first, second),
            {
              most: 20,
            },
          ),
        ],
      },
    ];
  },
};

/** Highest resident memory, above that before, while features of so many images are extracted and dropped. */
async function peakOf(
  { model, images }: Awaited<ReturnType<typeof trainedDigits>>,
  rows: number,
): Promise<number> {
  const width = 784;
  const data = new Uint8Array(rows * width).map((_, at) => 255 * (images.data[at % images.data.length] ?? 0));
  const before = resident();
  let peak = 0;
  const options = { taps: [...standardCnn.taps], context: { seed: 0 }, chunkRows: 1024 };
  for await (const _ of extractFeatures(model, { data, shape: images.shape }, options))
    peak = Math.max(peak, process.memoryUsage.rss() / mebibyte - before);
  return peak;
}
