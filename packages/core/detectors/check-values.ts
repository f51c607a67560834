import { CoreError } from '../errors';
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

/** @throws {CoreError} `NOT_A_NUMBER` naming the first row that holds anything but finite numbers */
export function checkFinite(values: Float32Array, what: string, width = 1): void {
  // Not `findIndex`: a call for each of millions of activations costs more than what is done with them.
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number; // within the array
    if (!Number.isFinite(value))
      throw new CoreError(
        'NOT_A_NUMBER',
        `${what}, row ${Math.floor(at / width)}: expected a finite number, got ${value}`,
      );
  }
}
