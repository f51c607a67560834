import type { z } from 'zod';
import type { Job } from '../../compute/task';

/** A part of a data set as its source gives it. */
export interface SplitItems {
  readonly name: string;
  /** `[n, h, w, c]` */
  readonly images: Uint8Array;
  readonly labels: Int32Array;
}

/** Images and labels as read, train split first. */
export interface ImportedImages {
  /** `[height, width, channels]` */
  readonly inputShape: [number, number, number];
  readonly classNames: string[];
  readonly splits: SplitItems[];
}

/** Where images may come from: a value in the list of sources. */
export interface DatasetSource<Type extends string = string, Shape extends z.ZodRawShape = z.ZodRawShape> {
  readonly type: Type;
  /** Its parameters, `type` among them; files are named by the sha256 of their bytes. */
  readonly params: z.ZodObject<Shape & { type: z.ZodLiteral<Type> }>;
  /** @throws {FormatError} when the bytes are not what the source expects */
  readonly read: (
    params: z.output<z.ZodObject<Shape & { type: z.ZodLiteral<Type> }>>,
    job: Job<unknown>,
  ) => Promise<ImportedImages>;
}

/** Types a source by its own parameters. */
export function defineSource<Type extends string, Shape extends z.ZodRawShape>(
  source: DatasetSource<Type, Shape>,
): DatasetSource<Type, Shape> {
  return source;
}
