import { adaptiveAttacks } from '@fiducial/core/adaptive';
import { normOf, type Quantization } from '@fiducial/core/attacks';
import { detectors } from '@fiducial/core/detectors';
import type { AttackSet } from '@fiducial/prisma/client';
import { attackSetName } from '../attack-set/attack-name';
import { budgetsOf } from '../attack-set/budgets';
import { checkAgainstModel } from '../attack-set/check-against-model';
import { checkEpsilons } from '../attack-set/launch-attack';
import type { ApiContext } from '../graphql/context';
import { findDetector } from '../launch/find-things';
import { type LaunchInput, launch, type PlannedLaunch } from '../launch/launch';
import { checkParameters, chosenMethod, type MethodChoice } from '../method/chosen-method';
import { checkAttackOn } from '../model/limitations';
import { InvalidInputError } from '../user-error';

/** An attack on a detector that somebody wants. */
export interface LaunchAdaptiveAttackInput extends LaunchInput {
  readonly detectorId: string;
  /** The detector that the attacker is given in its place; none for one who knows the detector itself. */
  readonly surrogateId?: string | null | undefined;
  readonly attack: MethodChoice;
  /** None for an attack that looks for the smallest perturbation. */
  readonly epsilons?: readonly number[] | null | undefined;
  readonly quantization?: Quantization | null | undefined;
  /** Whether all images of the sample are attacked; else its test partition. */
  readonly allImages?: boolean | null | undefined;
}

/**
 * Plans an attack on a detector, by one who knows it or a surrogate of it, on the sample that it was fitted with.
 *
 * @throws {InvalidInputError} for parameters, epsilons or a detector that cannot be
 */
export async function launchAdaptiveAttack(
  context: ApiContext,
  input: LaunchAdaptiveAttackInput,
): Promise<PlannedLaunch<AttackSet>> {
  const detector = await findDetector(context, input.detectorId);
  const surrogate = input.surrogateId ? await findDetector(context, input.surrogateId) : null;
  if (surrogate && (surrogate.modelId !== detector.modelId || surrogate.id === detector.id))
    throw new InvalidInputError(
      `surrogateId: expected another detector of ${detector.model.name}, got ${surrogate.name}${surrogate.id === detector.id ? ', which is the one attacked' : ` of ${surrogate.model.name}`}`,
      { field: 'surrogateId' },
    );
  checkGradients(surrogate ?? detector, surrogate ? 'surrogateId' : 'detectorId');
  const { method, parameters } = chosenMethod(adaptiveAttacks, input.attack, 'attack');
  checkAttackOn(detector.model, method, 'attack');
  const norm = normOf(method, parameters);
  const epsilons = checkEpsilons({ ...method, norm }, input.epsilons ?? [], detector.model);
  const quantization = input.quantization ?? 'float32';
  const checked = budgetsOf(epsilons).map((epsilon) =>
    checkParameters(method, { ...parameters, ...(epsilon !== null && { epsilon }) }, 'attack'),
  );
  const { epsilon: _, ...rest } = checked[0] ?? {};
  checkAgainstModel(method, rest, detector.model);
  const testOnly = !input.allImages;
  return launch<AttackSet>(
    context,
    {
      input,
      defaultName: nameOf(
        attackSetName(method.title, { epsilons, quantization, parameters: rest }),
        detector,
        surrogate,
      ),
      request: {
        projectId: detector.projectId,
        kind: 'attackDetector',
        params: { attack: method.id, parameters: rest, epsilons, quantization, testOnly },
        inputs: {
          dataset: detector.model.dataset.runId,
          model: detector.model.runId,
          sample: detector.sample.runId,
          detector: detector.runId,
          referenceSet: detector.referenceSet.runId,
          ...(surrogate && {
            surrogate: surrogate.runId,
            surrogateReferenceSet: surrogate.referenceSet.runId,
            surrogateSample: surrogate.sample.runId,
          }),
        },
      },
    },
    {
      find: (tx, run) => tx.attackSet.findUnique({ where: { runId: run.id } }),
      create: (tx, columns) =>
        tx.attackSet.create({
          data: {
            ...columns,
            modelId: detector.modelId,
            sampleId: detector.sampleId,
            attack: method.id,
            control: false,
            epsilons,
            testOnly,
            threatLevel: surrogate ? 'LIMITED' : 'PERFECT',
            targetId: detector.id,
            surrogateId: surrogate?.id ?? null,
          },
        }),
    },
  );
}

function checkGradients({ name, method }: { name: string; method: string }, field: string): void {
  const found = detectors.find(({ id }) => id === method);
  if (found?.differentiable) return;
  throw new InvalidInputError(
    `${field}: expected a detector with gradients, got ${name}: attack it by transfer, with a surrogate`,
    { field },
  );
}

function nameOf(attack: string, detector: { name: string }, surrogate: { name: string } | null): string {
  const words = `${attack}, on ${detector.name}`;
  return surrogate ? `${words}, knowing ${surrogate.name}` : words;
}
