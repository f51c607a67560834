import { readFile } from 'node:fs/promises';
import type { Features } from '@fiducial/core/activations';
import { type NpyData, type NpyDtype, readNpy, writeNpy } from '@fiducial/formats';
import type { InputArtifact, InputRun, Outputs } from './task';

/** A file that a run needs is not among its inputs: the run that should have made it did not, which is a bug. */
class MissingInput extends Error {
  override readonly name = 'MissingInput';
}

/** The run with a role. */
export function inputRun(inputs: ReadonlyMap<string, InputRun>, role: string): InputRun {
  const run = inputs.get(role);
  if (!run) throw new MissingInput(`input ${role}: expected a run, got none`);
  return run;
}

/** An artifact of an input run, by name. */
export function artifact(run: InputRun, name: string): InputArtifact {
  const found = run.artifacts.get(name);
  if (!found)
    throw new MissingInput(`artifact ${name}: expected one of ${[...run.artifacts.keys()].join(', ')}`);
  return found;
}

/** All bytes of an artifact. */
export async function bytes(run: InputRun, name: string): Promise<Uint8Array> {
  return readFile(artifact(run, name).path);
}

/** An npy artifact as the typed array that its header names. */
export async function npy(run: InputRun, name: string): Promise<{ shape: readonly number[]; data: NpyData }> {
  return readNpy(await bytes(run, name));
}

/** An npy artifact of 32-bit floats. */
export async function floats(run: InputRun, name: string): Promise<Float32Array> {
  return expectArray(await npy(run, name), name, Float32Array);
}

/** An npy artifact of signed integers. */
export async function integers(run: InputRun, name: string): Promise<Int32Array> {
  return expectArray(await npy(run, name), name, Int32Array);
}

/** An npy artifact of unsigned integers. */
export async function indices(run: InputRun, name: string): Promise<Uint32Array> {
  return expectArray(await npy(run, name), name, Uint32Array);
}

/** An npy artifact of bytes. */
export async function octets(run: InputRun, name: string): Promise<Uint8Array> {
  return expectArray(await npy(run, name), name, Uint8Array);
}

/** Features `[n, d]` from one npy artifact. */
export async function features(run: InputRun, name: string): Promise<Features> {
  const { data, shape } = await npy(run, name);
  return { data: expectArray({ data }, name, Float32Array), dimensions: shape[1] ?? 0 };
}

/** Writes an npy artifact. */
export async function writeArray(
  outputs: Outputs,
  name: string,
  { dtype, shape, data }: { dtype: NpyDtype; shape: readonly number[]; data: NpyData },
): Promise<void> {
  await outputs.write(name, 'application/x-npy', writeNpy(dtype, shape, data));
}

/** Writes features `[n, d]` as an npy artifact. */
export async function writeFeatures(
  outputs: Outputs,
  name: string,
  { data, dimensions }: Features,
): Promise<void> {
  await writeArray(outputs, name, { dtype: 'float32', shape: [data.length / dimensions, dimensions], data });
}

/** Rows of features picked by index. */
export function pickRows({ data, dimensions }: Features, rows: ArrayLike<number>): Features {
  const picked = new Float32Array(rows.length * dimensions);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    picked.set(data.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions);
  }
  return { data: picked, dimensions };
}

/** Features below one another. */
export function stackRows(parts: readonly Features[]): Features {
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let offset = 0;
  for (const part of parts) {
    data.set(part.data, offset);
    offset += part.data.length;
  }
  return { data, dimensions: parts[0]?.dimensions ?? 0 };
}

function expectArray<A extends NpyData>(
  array: { data: NpyData },
  name: string,
  kind: new (...args: never[]) => A,
): A {
  if (array.data instanceof kind) return array.data;
  throw new MissingInput(`artifact ${name}: expected ${kind.name}, got ${array.data.constructor.name}`);
}
