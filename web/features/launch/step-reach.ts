import { formatNumber } from '../../text/numbers';
import { numbersOf, shownValue } from './field-values';
import type { LaunchValues, PlacedField } from './launch-state';
import { fieldName } from './visible-fields';

/**
 * What is to be known before an attack is launched whose steps, from the image itself, do not come as far as its epsilons:
 * it is the same attack at each epsilon beyond. Undefined where they do, or where it begins at random in the ball.
 */
export function stepReach(all: readonly PlacedField[], values: LaunchValues): string | undefined {
  const numbers = (name: string) => {
    const placed = all.find(({ field }) => fieldName(field) === name);
    return placed ? numbersOf(shownValue(placed, values)).map(({ number }) => number) : [];
  };
  const [steps] = numbers('steps');
  const [stepSize] = numbers('stepSize');
  if (!steps || !stepSize || numbers('restarts').length > 0) return undefined;
  const reach = steps * stepSize;
  const beyond = numbers('epsilons').filter((epsilon) => epsilon > reach * (1 + 1e-6));
  if (beyond.length === 0) return undefined;
  return `${steps} steps of ${formatNumber(stepSize)} change a pixel by at most ${formatNumber(reach)}: epsilons above that (here ${beyond.map((epsilon) => formatNumber(epsilon)).join(', ')}) are not used in full. Take more steps, or longer ones.`;
}
