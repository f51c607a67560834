import type { Quantization } from '@fiducial/core/attacks';

/** An epsilon as a multiple of 1/255 where it is one: `20/255`, else with three digits. */
export function formatEpsilon(epsilon: number): string {
  const levels = epsilon * 255;
  return levels > 0.5 && levels < 255 && Math.abs(levels - Math.round(levels)) < 1e-6
    ? `${Math.round(levels)}/255`
    : epsilon.toPrecision(3);
}

/** What an attack set is called by. */
export interface NamedAttack {
  readonly epsilons: readonly number[];
  readonly quantization: Quantization;
  /** The method's own, without its epsilon. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A name for an attack set that nobody named: the method, its range of epsilons, its target, and what is not as usual. */
export function attackSetName(title: string, { epsilons, quantization, parameters }: NamedAttack): string {
  const rounded = quantization === 'uint8' ? ', 8 bit' : '';
  return `${title}, ${budgetWords(epsilons)}${targetWords(parameters)}${rounded}`;
}

/** Where a targeted attack goes, after a comma; nothing for one that takes any wrong class. */
function targetWords({ target, targetClass }: NamedAttack['parameters']): string {
  if (target === 'class') return `, to class ${targetClass}`;
  const words: Readonly<Record<string, string>> = {
    random: 'a random class',
    next: 'the next class',
    leastLikely: 'the least likely class',
  };
  const said = typeof target === 'string' ? words[target] : undefined;
  return said ? `, to ${said}` : '';
}

function budgetWords(epsilons: readonly number[]): string {
  if (epsilons.length === 0) return 'minimal norm';
  const [least, most] = [Math.min(...epsilons), Math.max(...epsilons)];
  const range =
    epsilons.length === 1 ? formatEpsilon(least) : `${formatEpsilon(least)} to ${formatEpsilon(most)}`;
  return `epsilon ${range}`;
}
