import { predict } from '@fiducial/core/models';
import { freshModel, someDigits } from './digits';
import { announceBackend, measure } from './measure';

// npx tsx test/bench/forward.ts: predictions of the standard CNN for 1,024 digits, by batch size.
await announceBackend('forward: standard CNN, 1,024 digits');
const model = freshModel();
const { images } = someDigits(1024);
await measure(
  [32, 128, 256].map((batchSize) => ({
    name: `batch ${batchSize}`,
    units: 1024,
    run: () => predict(model, images, { context: { seed: 0 }, batchSize }),
  })),
  { unit: 'images' },
);
