import { type Attack, attacks, type Norm, normOf, type Quantization } from '@fiducial/core/attacks';
import type { AttackSet } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { findSample } from '../launch/find-things';
import { type LaunchInput, launch, type PlannedLaunch } from '../launch/launch';
import { checkParameters, chosenMethod, type MethodChoice } from '../method/chosen-method';
import { checkAttackOn } from '../model/limitations';
import { InvalidInputError } from '../user-error';
import { attackSetName } from './attack-name';
import { mostEpsilons } from './attack-results';
import { budgetsOf } from './budgets';
import { checkAgainstModel } from './check-against-model';

/** An attack that somebody wants. */
export interface LaunchAttackInput extends LaunchInput {
  readonly sampleId: string;
  readonly attack: MethodChoice;
  /** None for an attack that looks for the smallest perturbation. */
  readonly epsilons?: readonly number[] | null | undefined;
  readonly quantization?: Quantization | null | undefined;
  readonly trace?: boolean | null | undefined;
}

/**
 * Plans one attack over all images of a sample, at each epsilon or in search of the smallest perturbation.
 *
 * @throws {InvalidInputError} for parameters or epsilons that cannot be
 */
export async function launchAttack(
  context: ApiContext,
  input: LaunchAttackInput,
): Promise<PlannedLaunch<AttackSet>> {
  const sample = await findSample(context, input.sampleId);
  const { method, parameters } = chosenMethod(attacks, input.attack, 'attack');
  checkAttackOn(sample.model, method, 'attack');
  const epsilons = checkEpsilons(
    { ...method, norm: normOf(method, parameters) },
    input.epsilons ?? [],
    sample.model,
  );
  const quantization = input.quantization ?? 'float32';
  const checked = budgetsOf(epsilons).map((epsilon) =>
    checkParameters(method, { ...parameters, ...(epsilon !== null && { epsilon }) }, 'attack'),
  );
  const { epsilon: _, ...rest } = checked[0] ?? {};
  checkAgainstModel(method, rest, sample.model);
  return launch<AttackSet>(
    context,
    {
      input,
      defaultName: attackSetName(method.title, { epsilons, quantization, parameters: rest }),
      request: {
        projectId: sample.projectId,
        kind: 'attack',
        params: { attack: method.id, parameters: rest, epsilons, quantization, trace: input.trace ?? false },
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

/** Epsilons sorted and without repeats. @throws {InvalidInputError} for those that the attack or the norm cannot have */
export function checkEpsilons(
  { goal, title, norm }: Pick<Attack, 'goal' | 'title' | 'norm'>,
  epsilons: readonly number[],
  model: { readonly bounds: readonly number[]; readonly dataset: { readonly inputShape: readonly number[] } },
  field = 'epsilons',
): number[] {
  if (goal === 'minimal-norm') {
    if (epsilons.length === 0) return [];
    throw new InvalidInputError(
      `${field}: expected none, since ${title} looks for the smallest perturbation, got ${epsilons.length}`,
      { field },
    );
  }
  if (epsilons.length < 1 || epsilons.length > mostEpsilons)
    throw new InvalidInputError(`${field}: expected 1 to ${mostEpsilons} values, got ${epsilons.length}`, {
      field,
    });
  const limit = largestNorm(norm, model);
  const bad = epsilons.find((epsilon) => !(epsilon > 0 && epsilon <= limit));
  if (bad !== undefined) {
    const expected = `above 0 and at most ${limit}`;
    throw new InvalidInputError(
      `${field}: expected values ${expected} (how far two inputs can be apart in ${norm}), got ${bad}`,
      { field, expected, received: String(bad) },
    );
  }
  return [...new Set(epsilons)].sort((a, b) => a - b);
}

/** How far two inputs can be apart; without a limit in norms over all values while the data set is not there yet. */
function largestNorm(
  norm: Norm,
  {
    bounds: [low = 0, high = 1],
    dataset,
  }: { readonly bounds: readonly number[]; readonly dataset: { readonly inputShape: readonly number[] } },
): number {
  const range = high - low;
  if (norm === 'Linf') return range;
  if (dataset.inputShape.length === 0) return Number.POSITIVE_INFINITY;
  const values = dataset.inputShape.reduce((product, size) => product * size, 1);
  if (norm === 'L0') return values;
  return norm === 'L1' ? range * values : range * Math.sqrt(values);
}
