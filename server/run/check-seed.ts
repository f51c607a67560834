import { InvalidInputError } from '../user-error';

/** Largest seed: what GraphQL calls an Int. */
const largest = 2 ** 31 - 1;

/** A seed that a run can have. @throws {InvalidInputError} naming the field, what was expected and what came */
export function checkSeed(seed: number, field = 'seed'): number {
  if (Number.isInteger(seed) && seed >= 0 && seed <= largest) return seed;
  const expected = `a whole number from 0 to ${largest}`;
  throw new InvalidInputError(`${field}: expected ${expected}, got ${seed}`, {
    ...{ field, expected, received: String(seed) },
  });
}

/**
 * Different seeds, 0 unless given, each for a repetition of its own.
 *
 * @throws {InvalidInputError} for more or fewer than there may be, and for one that is none
 */
export function checkSeeds(
  given: readonly number[] | null | undefined,
  { least = 1, most = 10 }: { least?: number; most?: number } = {},
): number[] {
  const seeds = [...new Set(given ?? [0])].map((seed) => checkSeed(seed, 'seeds'));
  if (seeds.length >= least && seeds.length <= most) return seeds;
  throw new InvalidInputError(`seeds: expected ${least} to ${most} different ones, got ${seeds.length}`, {
    field: 'seeds',
  });
}
