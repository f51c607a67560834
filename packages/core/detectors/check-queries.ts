import { CoreError } from '../errors';
import { checkFinite } from '../tensors/check-finite';
import type { Queries } from './define-detector';

/**
 * @throws {CoreError} `SHAPE` when a layer has another number of rows than the queries, `NOT_A_NUMBER` when an
 * activation is not finite: every distance to it would be meaningless
 */
export function checkQueries({ rows, features, predicted }: Queries): void {
  if (predicted.length !== rows)
    throw new CoreError('SHAPE', `predicted classes: expected ${rows}, got ${predicted.length}`);
  for (const [layer, { data, dimensions }] of features) {
    if (data.length !== rows * dimensions)
      throw new CoreError(
        'SHAPE',
        `features of ${layer}: expected ${rows} rows of ${dimensions}, got ${data.length} values`,
      );
    checkFinite(data, `activations of ${layer}`, dimensions);
  }
}
