import { readRows } from '../artifact/read-artifact';
import { attackSetOf, datasetOf } from '../evaluation/input';
import { inputsOf, loadEvaluation } from '../evaluation/load-evaluation';
import type { ApiContext } from '../graphql/context';
import type { GivenImage } from '../scorer/scorer-messages';
import { InvalidInputError, NotFoundError } from '../user-error';

/** An image as a client gives it: exactly one of these. */
export interface TriedImage {
  /** A picture file in base64. */
  readonly picture?: string | null | undefined;
  /** Values of one byte each, in base64. */
  readonly bytes?: string | null | undefined;
  /** Values of four bytes each, in base64. */
  readonly floats?: string | null | undefined;
  readonly item?: number | null | undefined;
  readonly input?:
    | { readonly evaluationId: { readonly id: string }; readonly index: number }
    | null
    | undefined;
}

/** Most bytes of an image that comes with the request: in base64, with the rest, within the request's 256 kB. */
const mostImageBytes = 180_000;

/**
 * The bytes of an image, from the request or from the store; what is in them is looked at by the scorer.
 *
 * @throws {InvalidInputError} @throws {NotFoundError}
 */
export async function readTriedImage(
  context: ApiContext,
  image: TriedImage,
  dataset: { readonly runId: string },
): Promise<GivenImage> {
  if (typeof image.item === 'number') return storedItem(context, dataset.runId, image.item);
  if (image.input) return storedInput(context, image.input);
  if (typeof image.picture === 'string') return { kind: 'picture', bytes: decoded(image.picture) };
  if (typeof image.bytes === 'string') return { kind: 'bytes', bytes: decoded(image.bytes) };
  return { kind: 'floats', bytes: decoded(image.floats ?? '') };
}

function decoded(base64: string): Uint8Array {
  const field = 'image';
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64) || base64.length % 4 !== 0)
    throw new InvalidInputError('image: expected base64, got something else', { field });
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length > 0 && bytes.length <= mostImageBytes) return new Uint8Array(bytes);
  throw new InvalidInputError(`image: expected 1 to ${mostImageBytes} bytes, got ${bytes.length}`, { field });
}

async function storedItem(context: ApiContext, datasetRunId: string, item: number): Promise<GivenImage> {
  if (item < 0) throw new NotFoundError(`No item ${item} in the data set.`);
  const { data } = await readRows(
    context,
    { runId: datasetRunId, name: 'images' },
    { first: item, count: 1 },
  );
  return { kind: 'bytes', bytes: bytesOf(data) };
}

/** An input of an evaluation exactly as it was scored. */
async function storedInput(
  context: ApiContext,
  { evaluationId, index }: NonNullable<TriedImage['input']>,
): Promise<GivenImage> {
  const evaluation = await loadEvaluation(context, evaluationId.id);
  const inputs = evaluation?.run.status === 'SUCCEEDED' ? await inputsOf(context, evaluation) : undefined;
  if (!evaluation || !inputs || !(index >= 0 && index < inputs.score.length))
    throw new NotFoundError('No such input.');
  const of = { evaluation, inputs, index };
  const set = attackSetOf(of);
  if (!set) return storedItem(context, datasetOf(of).runId, inputs.original[index] ?? 0);
  const name = { runId: set.runId, name: 'images' };
  const { data } = await readRows(context, name, { first: inputs.row[index] ?? 0, count: 1 });
  return { kind: 'floats', bytes: bytesOf(data) };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
