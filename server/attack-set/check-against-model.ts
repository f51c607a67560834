import { describeParameters, type Method } from '@fiducial/core/method';
import { z } from 'zod';
import { InvalidInputError } from '../user-error';

/** What is known of a model when an attack on it is launched; nothing of its layers and classes before it is there. */
export interface AttackedModelFacts {
  /** As recorded with the model: with their names. */
  readonly layers: unknown;
  readonly dataset: { readonly classNames: readonly string[] };
}

const namedLayers = z.array(z.object({ name: z.string() }));

/**
 * Holds parameters of an attack, which its own schema has accepted, against the model: the shared `target` and
 * `targetClass`, layers, and a number of classes. What is not known yet the run checks again.
 *
 * @throws {InvalidInputError} naming the field, what was expected and what came
 */
export function checkAgainstModel(
  method: Pick<Method, 'id' | 'params'>,
  params: Readonly<Record<string, unknown>>,
  { layers, dataset }: AttackedModelFacts,
): void {
  const classes = dataset.classNames.length;
  const refuse = (name: string, expected: string, value: unknown) => {
    const field = `attack.${method.id}.${name}`;
    const received = String(value ?? 'none');
    throw new InvalidInputError(`${field}: expected ${expected}, got ${received}`, {
      ...{ field, expected, received },
    });
  };
  checkTarget(params, classes, refuse);
  if (typeof params.classes === 'number' && classes > 0 && params.classes >= classes)
    refuse('classes', `at most ${classes - 1}, the classes but an image’s own`, params.classes);
  const known = (namedLayers.safeParse(layers).data ?? []).map(({ name }) => name);
  if (known.length === 0) return;
  for (const { name, type } of describeParameters(method.params)) {
    const layer = params[name];
    if (type === 'layer' && typeof layer === 'string' && !known.includes(layer))
      refuse(name, `a layer of the model (${known.join(', ')})`, layer);
  }
}

function checkTarget(
  { target, targetClass }: Readonly<Record<string, unknown>>,
  classes: number,
  refuse: (name: string, expected: string, value: unknown) => void,
): void {
  if (target !== 'class') {
    if (targetClass !== undefined)
      refuse('targetClass', `none without target class (target: ${target})`, targetClass);
    return;
  }
  const last = classes > 0 ? classes - 1 : Number.POSITIVE_INFINITY;
  if (typeof targetClass === 'number' && targetClass <= last) return;
  const expected = classes > 0 ? `a class from 0 to ${last}` : 'the number of a class';
  refuse('targetClass', `${expected} with target class`, targetClass);
}
