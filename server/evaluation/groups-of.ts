import { type InputGroup, inputGroups } from '@fiducial/core/metrics';
import type { AttackSet } from '@fiducial/prisma/client';
import type { ArtifactAccess } from '../artifact/read-artifact';
import { derived } from './derived';
import { inputsOf, type LoadedEvaluation } from './load-evaluation';

/** A group of inputs with its scores. */
export interface ScoredGroup {
  readonly label: string;
  readonly group: InputGroup;
  readonly attackSet: AttackSet | null;
  /** In rising order. */
  readonly scores: Float32Array;
}

/**
 * Authentic inputs, errors, the successful adversarials of each attack, what each control leaves correctly classified: in
 * this order, empty ones left out.
 */
export async function groupsOf(
  context: ArtifactAccess,
  evaluation: LoadedEvaluation,
): Promise<ScoredGroup[]> {
  const inputs = await inputsOf(context, evaluation);
  const scoresWhere = (key: string, test: (at: number) => boolean) =>
    derived(inputs, `scores ${key}`, () => inputs.score.filter((_, at) => test(at)).sort());
  const is = (at: number, group: InputGroup) => inputs.group[at] === inputGroups.indexOf(group);
  const plain = (label: string, group: InputGroup): ScoredGroup => ({
    label,
    group,
    attackSet: null,
    scores: scoresWhere(group, (at) => is(at, group)),
  });
  const ofSets = evaluation.attackSets.map(({ attackSet }, set): ScoredGroup => {
    const group = attackSet.control ? 'control' : 'adversarial';
    const wanted = attackSet.control ? 0 : 1;
    const scores = scoresWhere(
      `${set} ${wanted}`,
      (at) => inputs.set[at] === set && inputs.success[at] === wanted,
    );
    return { label: attackSet.name, group, attackSet, scores };
  });
  return [plain('Authentic', 'authentic'), plain('Error', 'error'), ...ofSets].filter(
    ({ scores }) => scores.length > 0,
  );
}
