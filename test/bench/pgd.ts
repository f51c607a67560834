import { attacks, runAttack } from '@fiducial/core/attacks';
import { parseParameters } from '@fiducial/core/method';
import { freshModels, someDigits } from './digits';
import { announceBackend, measure } from './measure';

// npx tsx test/bench/pgd.ts: forty steps of the iterated attacks on 128 digits in one batch, layer by layer and as one graph.
await announceBackend('PGD, BIM, MI-FGSM: standard CNN, 128 digits in one batch, 40 steps');
const models = freshModels();
const given = someDigits(128);
const contenders = ['pgd', 'bim', 'miFgsm'].flatMap((id) => {
  const attack = attacks.find((known) => known.id === id);
  if (!attack) throw new Error(`${id} is not registered`);
  const params = parseParameters(attack, { epsilon: 40 / 255, stepSize: 2 / 255, steps: 40 });
  return models.map(({ name, model }) => ({
    name: `${id}, ${name}`,
    units: 128,
    run: async () => {
      const options = { params, context: { seed: 0 }, batchSize: 128 };
      for await (const _ of runAttack(attack, { model, ...given }, options));
    },
  }));
});
await measure(contenders, { runs: 5, unit: 'images' });
