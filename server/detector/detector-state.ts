import type { EncodedState } from '@fiducial/core/detectors';
import { CoreError } from '@fiducial/core/errors';
import { readSafetensors, writeSafetensors } from '@fiducial/formats';

/** A detector's state as a safetensors file. */
export function stateToBytes({ arrays, text }: EncodedState): Uint8Array {
  return writeSafetensors(arrays, text);
}

/** @throws {CoreError} when the file holds anything but floats */
export function stateFromBytes(bytes: Uint8Array): EncodedState {
  const { tensors, metadata } = readSafetensors(bytes);
  const arrays = [...tensors].map(([name, { data, shape }]) => {
    if (!(data instanceof Float32Array))
      throw new CoreError('SHAPE', `detector state ${name}: expected 32-bit floats`);
    return [name, { data, shape }] as const;
  });
  return { arrays: Object.fromEntries(arrays), text: metadata };
}
