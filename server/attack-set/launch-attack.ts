import { attacks } from '@fiducial/core/attacks';
import type { AttackSet } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { findSample } from '../launch/find-things';
import { type LaunchInput, launch } from '../launch/launch';
import { checkParameters, chosenMethod, type MethodChoice } from '../method/chosen-method';
import { InvalidInputError } from '../user-error';
import { mostEpsilons } from './attack.task';
import { attackSetName } from './attack-name';

/** An attack that somebody wants. */
export interface LaunchAttackInput extends LaunchInput {
  readonly sampleId: string;
  readonly attack: MethodChoice;
  readonly epsilons: readonly number[];
}

/**
 * Launches one attack over all images of a sample at each epsilon.
 *
 * @throws {InvalidInputError} for parameters or epsilons that cannot be
 */
export async function launchAttack(context: ApiContext, input: LaunchAttackInput): Promise<AttackSet> {
  const sample = await findSample(context, input.sampleId);
  const { method, parameters } = chosenMethod(attacks, input.attack, 'attack');
  const epsilons = checkEpsilons(input.epsilons, sample.model.bounds);
  const checked = epsilons.map((epsilon) => checkParameters(method, { ...parameters, epsilon }, 'attack'));
  const { epsilon: _, ...rest } = checked[0] ?? {};
  return launch<AttackSet>(
    context,
    {
      input,
      defaultName: attackSetName(method.title, epsilons),
      request: {
        projectId: sample.projectId,
        kind: 'attack',
        params: { attack: method.id, parameters: rest, epsilons },
        inputs: { dataset: sample.model.dataset.runId, model: sample.model.runId, sample: sample.runId },
      },
    },
    {
      find: (tx, run) => tx.attackSet.findUnique({ where: { runId: run.id } }),
      create: (tx, columns) =>
        tx.attackSet.create({
          data: {
            ...columns,
            modelId: sample.modelId,
            sampleId: sample.id,
            attack: method.id,
            control: method.control,
            epsilons,
          },
        }),
    },
  );
}

function checkEpsilons(epsilons: readonly number[], bounds: readonly number[]): number[] {
  const field = 'epsilons';
  if (epsilons.length < 1 || epsilons.length > mostEpsilons)
    throw new InvalidInputError(`${field}: expected 1 to ${mostEpsilons} values, got ${epsilons.length}`, {
      field,
    });
  const [low = 0, high = 1] = bounds;
  const bad = epsilons.find((epsilon) => !(epsilon > 0 && epsilon <= high - low));
  if (bad !== undefined)
    throw new InvalidInputError(
      `${field}: expected values above 0 and at most ${high - low} (the range of inputs), got ${bad}`,
      {
        field,
        expected: `above 0 and at most ${high - low}`,
        received: String(bad),
      },
    );
  return [...new Set(epsilons)].sort((a, b) => a - b);
}
