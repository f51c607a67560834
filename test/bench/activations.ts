import { extractFeatures } from '@fiducial/core/activations';
import { standardCnn } from '@fiducial/core/models';
import { freshModels, someDigits } from './digits';
import { announceBackend, measure } from './measure';

// npx tsx test/bench/activations.ts: pooled activations of 1,024 digits, of one tap and of all five, layer by layer and as
// one graph.
await announceBackend('activations: standard CNN, 1,024 digits, pooled');
const models = freshModels();
const { images } = someDigits(1024);
await measure(
  [['fc2'], [...standardCnn.taps]].flatMap((taps) =>
    models.map(({ name, model }) => ({
      name: `${taps.length === 1 ? taps[0] : `${taps.length} taps`}, ${name}`,
      units: 1024,
      run: async () => {
        for await (const _ of extractFeatures(model, images, { taps, context: { seed: 0 } }));
      },
    })),
  ),
  { unit: 'images' },
);
