import { attackChecks, defineAttack, registerAttack } from '@fiducial/core/attacks';
import { tf } from '@fiducial/core/tensors';
import { type ExecutionResult, execute, parse, printSchema } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

/** What adding an attack takes: one value, and one line that puts it into the list. */
const fade = defineAttack({
  id: 'fade',
  title: 'Fade',
  summary: 'Pulls every pixel towards the middle of the range.',
  source: 'https://example.org/fade',
  norm: 'Linf',
  goal: 'fixed-budget',
  needs: 'queries',
  params: z.object({
    epsilon: z.number().positive().max(1).default(0.1).describe('Radius of the ball, in input units.'),
    softness: z.int().min(1).max(9).default(3).describe('Of how many steps the pull is made.'),
  }),
  perturb: async ({ bounds: [low, high] }, { images }, { epsilon }) =>
    tf.tidy(() => {
      const pull = images.sub((low + high) / 2).neg();
      return images.add(pull.clipByValue(-epsilon, epsilon));
    }),
});

let schemaModule: typeof import('@fiducial/server/graphql/schema');

beforeAll(async () => {
  registerAttack(fade);
  // Built now, from the lists as they are.
  schemaModule = await import('@fiducial/server/graphql/schema');
});

describe('an attack that was added to the list', () => {
  test('has its input type in the SDL, with ranges and defaults in words', () => {
    const sdl = printSchema(schemaModule.schema);
    expect(sdl).toMatch(/input AttackInput @oneOf \{[^}]*fade: FadeParametersInput/s);
    expect(sdl).toMatch(
      /input FadeParametersInput \{\s+"""Of how many steps the pull is made\. Default 3\."""\s+softness: Int\s+\}/,
    );
  });

  test('is listed with its parameters, as forms draw them', async () => {
    const document = parse(
      '{ attackMethods { methodId title parameters { name type default minimum maximum description } } }',
    );
    const { data, errors } = (await execute({
      schema: schemaModule.schema,
      document,
      contextValue: { viewer: { via: 'local' } },
    })) as ExecutionResult<{
      attackMethods: { methodId: string; title: string; parameters: unknown[] }[];
    }>;
    expect(errors).toBeUndefined();
    expect(data?.attackMethods.find(({ methodId }) => methodId === 'fade')).toMatchObject({
      title: 'Fade',
      parameters: [
        { name: 'epsilon', type: 'NUMBER', default: 0.1, maximum: 1 },
        { name: 'softness', type: 'INTEGER', default: 3, minimum: 1, maximum: 9 },
      ],
    });
  });

  test('is checked like all others', async () => {
    await tf.setBackend('cpu');
    for (const { run } of attackChecks) await run(fade);
  });
});
