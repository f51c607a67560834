/**
 * The little of protobuf's wire format that a saved model needs. A message is its fields, joined.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export type Field = Uint8Array;

const text = new TextEncoder();

/** A whole number, a boolean or a member of an enumeration. Not below zero. */
export function number(field: number, value: number): Field {
  return join([varint(field * 8), varint(value)]);
}

/** A single-precision number. */
export function float(field: number, value: number): Field {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return join([varint(field * 8 + 5), bytes]);
}

/** A string, bytes, or a message given as its fields. */
export function block(field: number, content: string | Uint8Array | readonly Field[]): Field {
  const bytes =
    typeof content === 'string'
      ? text.encode(content)
      : content instanceof Uint8Array
        ? content
        : join(content);
  return join([varint(field * 8 + 2), varint(bytes.length), bytes]);
}

/** Whole numbers, packed. */
export function numbers(field: number, values: readonly number[]): Field {
  return block(field, join(values.map(varint)));
}

/** An entry of a map from strings to messages. */
export function entry(field: number, key: string, value: readonly Field[]): Field {
  return block(field, [block(1, key), block(2, value)]);
}

/** Bytes one after another. */
export function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function varint(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Error(`protobuf: expected a whole number not below 0, got ${value}`);
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low + 128 : low);
  } while (rest > 0);
  return Uint8Array.from(bytes);
}
