import type { Neighbors } from '@fiducial/core/neighbors';
import { readSafetensors, writeSafetensors } from '@fiducial/formats';
import { bytes } from '../compute/artifact-access';
import type { InputRun, Outputs } from '../compute/task';
import { namedArray } from './swept-rows';

/** Neighbors of all inputs in one layer under one preprocessing. */
interface ListName {
  readonly layer: string;
  readonly preprocessing: string;
}

const nameOf = ({ layer, preprocessing }: ListName) => `neighbors/${layer}/${preprocessing}`;

/** Keeps sorted neighbor lists, `[inputs, k]`: what a sweep over other k starts from. */
export async function writeLists(
  outputs: Outputs,
  name: ListName,
  { k, indices, distances }: Neighbors,
): Promise<void> {
  const shape = [indices.length / k, k];
  const file = writeSafetensors({
    indices: { shape, data: indices },
    distances: { shape, data: distances },
  });
  await outputs.write(nameOf(name), 'application/octet-stream', file);
}

/** Lists that an earlier sweep has kept. @throws {FormatError} */
export async function readLists(run: InputRun, name: ListName): Promise<Neighbors> {
  const { tensors } = readSafetensors(await bytes(run, nameOf(name)));
  return {
    k: tensors.get('indices')?.shape[1] ?? 0,
    indices: namedArray(tensors, 'indices', Uint32Array),
    distances: namedArray(tensors, 'distances', Float32Array),
  };
}
