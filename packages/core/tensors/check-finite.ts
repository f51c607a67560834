import { CoreError } from '../errors';

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
