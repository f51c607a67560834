import { FormatError } from './format-error';

/**
 * How often its own size a compressed file may unpack to. Images of digits shrink to about a fifth, tables to a tenth; a
 * megabyte of one byte shrinks to a thousandth, which is what bombs are made of.
 */
const mostRatio = 100;
/** Up to here the ratio does not matter: small files of equal bytes do no harm. */
const harmlessBytes = 10e6;

/**
 * Holds what a compressed file says of its size against limits, before anything is unpacked.
 *
 * @throws {FormatError} above `maxBytes`, or for more than 10 MB and more than 100 times the bytes that came
 */
export function checkExpansion(
  what: string,
  { packed, unpacked, maxBytes }: { packed: number; unpacked: number; maxBytes: number },
): void {
  if (unpacked > maxBytes)
    throw new FormatError(`${what}: expected at most ${maxBytes} unpacked bytes, got ${unpacked} declared`);
  if (unpacked > harmlessBytes && unpacked > mostRatio * packed)
    throw new FormatError(
      `${what}: expected it to unpack to at most ${mostRatio} times its ${packed} bytes, got ${unpacked} bytes declared, ${Math.round(unpacked / packed)} times`,
    );
}
