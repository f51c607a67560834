import { formatEpsilon, formatShare } from '../../text/numbers';
import type { Threat } from './threat-query';

/** What one kind of attacker gets past a detector at best. */
interface Best {
  readonly level: Threat['level'];
  readonly evasionRate: number;
}

const knows: Readonly<Record<Threat['level'], string>> = {
  ZERO: 'who does not know it',
  LIMITED: 'who knows a surrogate',
  PERFECT: 'who knows it',
};

/**
 * The answer in a sentence: at the largest budget that the most knowing attacker and the others share, how much each gets past
 * the detector. Undefined where no attack that knows something was judged.
 */
export function survival(threats: readonly Threat[]): string | undefined {
  const strongest = (['PERFECT', 'LIMITED'] as const).find((level) =>
    threats.some((threat) => threat.level === level),
  );
  if (!strongest) return undefined;
  const budgets = threats
    .filter(({ level }) => level === strongest)
    .flatMap(({ norm, budgets: all }) => all.map(({ epsilon }) => ({ norm, epsilon })));
  const [widest] = budgets
    .filter(({ epsilon }) => epsilon !== null)
    .sort(
      (a, b) =>
        levelsAt(threats, b).length - levelsAt(threats, a).length || (b.epsilon ?? 0) - (a.epsilon ?? 0),
    );
  if (!widest) return undefined;
  const found = levelsAt(threats, widest).sort((a, b) => b.evasionRate - a.evasionRate);
  const words = found.map(({ level, evasionRate }, at) =>
    at === 0
      ? `an attacker ${knows[level]} gets ${formatShare(evasionRate)} of the images past classifier and detector`
      : `one ${knows[level]} ${formatShare(evasionRate)}`,
  );
  return `Within ${formatEpsilon(widest.epsilon)} (${widest.norm}) and at 5 % false positives, ${listed(words)}.`;
}

/** The best evasion of each level at a budget. */
function levelsAt(
  threats: readonly Threat[],
  { norm, epsilon }: { norm: Threat['norm']; epsilon: number | null },
): Best[] {
  return (['ZERO', 'LIMITED', 'PERFECT'] as const).flatMap((level) => {
    const rates = threats
      .filter((threat) => threat.level === level && threat.norm === norm)
      .flatMap(({ budgets }) => budgets.filter((budget) => isSame(budget.epsilon, epsilon)))
      .map(({ evasions }) => evasions[0]?.evasionRate ?? 0);
    return rates.length > 0 ? [{ level, evasionRate: Math.max(...rates) }] : [];
  });
}

/** The database may lose the last digit of an epsilon: 60/255 and what became of it are two numbers. */
function isSame(a: number | null, b: number | null): boolean {
  return a === null || b === null ? a === b : Math.abs(a - b) <= 1e-6 * b;
}

function listed(words: readonly string[]): string {
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : (words[0] ?? '');
}
