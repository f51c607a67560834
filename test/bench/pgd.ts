import { attacks, runAttack } from '@fiducial/core/attacks';
import { parseParameters } from '@fiducial/core/method';
import { freshModel, someDigits } from './digits';
import { announceBackend, measure } from './measure';

// npx tsx test/bench/pgd.ts: ten steps of PGD on 256 digits, by batch size.
await announceBackend('PGD: standard CNN, 256 digits, 10 steps');
const model = freshModel();
const given = someDigits(256);
const attack = attacks.find(({ id }) => id === 'pgd');
if (!attack) throw new Error('PGD is not registered');
const params = parseParameters(attack, { epsilon: 40 / 255, stepSize: 20 / 255, steps: 10 });
await measure(
  [32, 128].map((batchSize) => ({
    name: `batch ${batchSize}`,
    units: 256,
    run: async () => {
      const options = { params, context: { seed: 0 }, batchSize };
      for await (const _ of runAttack(attack, { model, ...given }, options));
    },
  })),
  { runs: 5, unit: 'images' },
);
