import { z } from 'zod';

/** Integers of 64 bits are text in protobuf's JSON. */
const dimension = z.looseObject({
  size: z
    .union([
      z.int(),
      z
        .string()
        .regex(/^-?\d{1,12}$/)
        .transform(Number),
    ])
    .default(0),
});

/** A shape as protobuf writes it; a size of -1 is one that is not known. */
export const tensorShape = z.looseObject({
  dim: z.array(dimension).max(8).default([]),
  unknownRank: z.boolean().optional(),
});

const noFunction = z.undefined({ error: 'expected a value, got a function' }).optional();

const list = z.looseObject({
  s: z.array(z.string().max(10_000)).max(1000).optional(),
  i: z
    .array(z.union([z.number(), z.string().max(30)]))
    .max(10_000)
    .optional(),
  f: z.array(z.number()).max(10_000).optional(),
  func: noFunction,
});

/** An attribute of a node: one of a few kinds of values. Attributes that name functions are refused. */
export const graphAttribute = z.looseObject({
  type: z.union([z.string().max(100), z.int()]).optional(),
  shape: tensorShape.optional(),
  /** Text in base64. */
  s: z.union([z.string().max(10_000), z.array(z.int()).max(10_000)]).optional(),
  i: z.union([z.number(), z.string().max(30)]).optional(),
  f: z.number().optional(),
  b: z.boolean().optional(),
  list: list.optional(),
  func: noFunction,
});

/** An attribute that was checked. */
export type GraphAttribute = z.output<typeof graphAttribute>;

/** The sizes of a shape, -1 where unknown; undefined where there is no shape, or one of unknown rank. */
export function dimensionsOf(shape: z.output<typeof tensorShape> | undefined): number[] | undefined {
  return !shape || shape.unknownRank ? undefined : shape.dim.map(({ size }) => size);
}

/** Text of an attribute: base64, or bytes. */
export function decodeText(value: GraphAttribute['s']): string | undefined {
  if (value === undefined) return undefined;
  return Buffer.from(
    typeof value === 'string' ? Buffer.from(value, 'base64') : Uint8Array.from(value),
  ).toString('latin1');
}
