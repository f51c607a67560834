import { InvalidInputError } from '../user-error';

/**
 * Holds the shared parameters `target` and `targetClass` of an attack against the classes of its data set, of which there
 * are none before it is imported: the run checks them again.
 *
 * @throws {InvalidInputError} when target `class` comes without a class that there is
 */
export function checkTarget(
  params: Readonly<Record<string, unknown>>,
  { classes, field }: { readonly classes: number; readonly field: string },
): void {
  const { target, targetClass } = params;
  if (target !== 'class') return;
  const last = classes > 0 ? classes - 1 : Number.POSITIVE_INFINITY;
  if (typeof targetClass === 'number' && targetClass <= last) return;
  const expected = classes > 0 ? `a class from 0 to ${last}` : 'the number of a class';
  const received = String(targetClass ?? 'none');
  throw new InvalidInputError(
    `${field}.targetClass: expected ${expected} with target class, got ${received}`,
    { field: `${field}.targetClass`, expected, received },
  );
}
