import { predict } from '@fiducial/core/models';
import { freshModels, someDigits } from './digits';
import { announceBackend, measure } from './measure';

// npx tsx test/bench/forward.ts: predictions of the standard CNN for 1,024 digits, by batch size, layer by layer and as one
// graph.
await announceBackend('forward: standard CNN, 1,024 digits');
const models = freshModels();
const { images } = someDigits(1024);
await measure(
  [32, 128, 256].flatMap((batchSize) =>
    models.map(({ name, model }) => ({
      name: `batch ${batchSize}, ${name}`,
      units: 1024,
      run: () => predict(model, images, { context: { seed: 0 }, batchSize }),
    })),
  ),
  { unit: 'images' },
);
