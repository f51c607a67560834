import { loadBackend } from '@fiducial/backend';
import { tf } from '@fiducial/core/tensors';

// Which backend the product gets on this machine, shown to compute and to differentiate, as JSON.
const report = await loadBackend();
const square = tf.tensor2d([
  [1, 2],
  [3, 4],
]);
const product = await tf.matMul(square, square).data();
const kernel = tf.ones<tf.Rank.R4>([3, 3, 1, 1]);
const gradient = await tf
  .grad((x) => tf.conv2d(x as tf.Tensor4D, kernel, 1, 'valid').sum())(tf.ones([1, 4, 4, 1]))
  .data();
if (product[3] !== 22 || gradient[5] !== 4) throw new Error(`wrong results: ${product}, ${gradient}`);
process.stdout.write(`${JSON.stringify(report)}\n`);
process.exit(0);
