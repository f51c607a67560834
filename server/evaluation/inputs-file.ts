import type { ScoredInputs } from '@fiducial/core/metrics';
import {
  bytesOf,
  FormatError,
  type NamedTensor,
  readSafetensors,
  sha256,
  writeSafetensors,
} from '@fiducial/formats';

/** Stands for "no attack set" and "no epsilon" in columns of bytes. */
export const none = 255;

/** The inputs of an evaluation as columns of one length. */
export interface InputColumns extends ScoredInputs {
  readonly original: Uint32Array;
  /** Row within the sample, its errors, or the attack set. */
  readonly row: Uint32Array;
  readonly predicted: Int32Array;
  readonly confidence: Float32Array;
  /** True class. */
  readonly label: Int32Array;
}

/** The columns as one safetensors file. */
export function writeInputs(columns: InputColumns): Uint8Array {
  const { score, group, set, epsilon, row, original, predicted, label, confidence, success } = columns;
  const all = { score, confidence, row, original, predicted, label, group, set, epsilon, success };
  const tensors = Object.entries(all).map(([name, data]): [string, NamedTensor] => [
    name,
    { shape: [data.length], data },
  ]);
  return writeSafetensors(Object.fromEntries(tensors));
}

/** @throws {FormatError} when a column is missing or of another kind */
export function readInputs(bytes: Uint8Array): InputColumns {
  const { tensors } = readSafetensors(bytes);
  const column = <A extends NamedTensor['data']>(name: string, kind: new (...args: never[]) => A): A => {
    const data = tensors.get(name)?.data;
    if (data instanceof kind) return data;
    throw new FormatError(`inputs: expected a column ${name} of ${kind.name}`);
  };
  return {
    score: column('score', Float32Array),
    confidence: column('confidence', Float32Array),
    row: column('row', Uint32Array),
    original: column('original', Uint32Array),
    predicted: column('predicted', Int32Array),
    label: column('label', Int32Array),
    group: column('group', Uint8Array),
    set: column('set', Uint8Array),
    epsilon: column('epsilon', Uint8Array),
    success: column('success', Uint8Array),
  };
}

/** Identity of what was scored: two evaluations with the same digest may be compared input by input. */
export function inputsDigest({ group, set, epsilon, original, predicted }: InputColumns): string {
  return sha256(...[group, set, epsilon, original, predicted].map(bytesOf));
}
