import type { EncodedState } from '@fiducial/core/detectors';
import { writeSafetensors } from '@fiducial/formats';

/** A detector's state as a safetensors file. */
export function stateToBytes({ arrays, text }: EncodedState): Uint8Array {
  return writeSafetensors(arrays, text);
}
