import { type Attack, attacks } from '@fiducial/core/attacks';
import type { ModelFormat } from '@fiducial/prisma/client';
import { InvalidInputError } from '../user-error';

/** What cannot be done with a model, and why. */
export interface Limitation {
  readonly code: LimitationCode;
  /** A whole sentence. */
  readonly message: string;
}

/** Stable words for programs. */
export type LimitationCode = 'NO_GRADIENT_ATTACKS' | 'NO_ADAPTIVE_ATTACKS' | 'NO_STUDIES';

/** Titles of the attacks that ask for no gradients, as a list in words. */
function queryAttacks(): string {
  return attacks
    .filter(({ needs }) => needs === 'queries')
    .map(({ title }) => title)
    .join(', ');
}

/** What cannot be done with models of a format; empty where everything can. */
export function limitationsOf(format: ModelFormat): Limitation[] {
  if (format === 'LAYERS') return [];
  return [
    {
      code: 'NO_GRADIENT_ATTACKS',
      message: `Attacks that follow gradients cannot be run on it: a model in graph format is frozen for inference, and its gradients are not to be had. Attacks that only ask what it says can: ${queryAttacks()}.`,
    },
    {
      code: 'NO_ADAPTIVE_ATTACKS',
      message:
        'Attackers who know the detector cannot be tried on it: they follow gradients of model and detector together.',
    },
    {
      code: 'NO_STUDIES',
      message: 'Published protocols cannot be run on it: they are made of attacks that follow gradients.',
    },
  ];
}

interface AttackedModel {
  readonly name: string;
  readonly format: ModelFormat;
}

/** @throws {InvalidInputError} for an attack that needs gradients which the model does not have; names those that can run */
export function checkAttackOn(
  { name, format }: AttackedModel,
  { title, needs }: Pick<Attack, 'title' | 'needs'>,
  field: string,
): void {
  if (needs === 'queries' || format === 'LAYERS') return;
  const expected = `one that needs no gradients (${queryAttacks()})`;
  throw new InvalidInputError(
    `${field}: expected ${expected}, since ${name} is a model in graph format and has none, got ${title}`,
    { field, expected, received: title },
  );
}
