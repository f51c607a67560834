import { type InputGroup, inputGroups } from '@fiducial/core/metrics';
import type { AttackSet } from '@fiducial/prisma/client';
import type { PredictionShape } from '../image/image-types';
import { type InputColumns, none } from './inputs-file';
import type { LoadedEvaluation } from './load-evaluation';

/** One input of an evaluation. */
export interface InputShape {
  readonly evaluation: LoadedEvaluation;
  readonly index: number;
  readonly inputs: InputColumns;
}

/** What the input is. */
export const groupOf = ({ inputs, index }: InputShape): InputGroup =>
  inputGroups[inputs.group[index] ?? 0] ?? 'authentic';

/** The attack set or control that made it; null for an unmodified one. */
export function attackSetOf({ inputs, index, evaluation }: InputShape): AttackSet | null {
  const set = inputs.set[index] ?? none;
  return evaluation.attackSets[set]?.attackSet ?? null;
}

/** The epsilon at which it was made, in input units; null for an unmodified one, or one of an attack without epsilons. */
export function epsilonOf(input: InputShape): number | null {
  return attackSetOf(input)?.epsilons[input.inputs.epsilon[input.index] ?? none] ?? null;
}

/** The data set that it, or its original, comes from. */
export function datasetOf({ evaluation }: InputShape) {
  return evaluation.detector.model.dataset;
}

/** What the model says of it. */
export function predictionOf(input: InputShape): PredictionShape {
  const classIndex = input.inputs.predicted[input.index] ?? 0;
  const className = datasetOf(input).classNames[classIndex] ?? String(classIndex);
  return { classIndex, className, confidence: input.inputs.confidence[input.index] ?? 0 };
}

/** Share of authentic inputs with a lower score than an input has. */
export function percentileOf({ inputs, index }: Pick<InputShape, 'inputs' | 'index'>): number {
  return shareBelow(inputs.score[index] ?? 0, inputs);
}

/** Share of authentic inputs with a score below this one; 0 without any. */
export function shareBelow(
  score: number,
  { group, score: scores }: Pick<InputColumns, 'group' | 'score'>,
): number {
  let [lower, all] = [0, 0];
  group.forEach((of, at) => {
    if (of !== inputGroups.indexOf('authentic')) return;
    all++;
    if ((scores[at] ?? 0) < score) lower++;
  });
  return all > 0 ? lower / all : 0;
}
