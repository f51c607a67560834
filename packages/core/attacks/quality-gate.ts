import type { AttackColumns } from './attack-columns';
import { blockOf, hasMore, ones } from './discordant';
import { gateTrace } from './gate-steps';
import { count, percent, type QualityFlag, size } from './quality-flag';
import { successRate } from './security-curve';

/** Share of inputs with a gradient of zero from which on a set is flagged. */
const mostZeroGradients = 0.05;

/** What one attack did, for the part of the gate that looks at nothing else. */
export interface GatedAttack extends AttackColumns {
  /** Ascending; `[null]` for an attack that looks for the smallest perturbation. */
  readonly epsilons: readonly (number | null)[];
  /** A control is no attack: that noise does as well as noise is no flaw. */
  readonly control: boolean;
  /** 1 where random noise of the same size did what the attack should, `[rows]`; null where none was tried. */
  readonly noiseSuccess: Uint8Array | null;
  /** Rows whose first gradient was looked at, and those where all of it was zero; null for an attack that asks for none. */
  readonly gradients: { readonly rows: number; readonly zero: number } | null;
  /** For each budget and image, 1 at each gradient that was taken at a success; null where no trace was kept. */
  readonly standing: readonly (readonly Uint8Array[])[] | null;
}

/**
 * The reasons found in the set alone: the gradient is zero for many inputs, a larger budget or later steps lower success,
 * noise of the same size does as well. Two outcomes differ when a sign test over the images says so, one-sided at 5 %.
 */
export function gateAttack(attack: GatedAttack): QualityFlag[] {
  if (attack.control) return [];
  return [
    ...zeroGradient(attack),
    ...budgetLowersSuccess(attack),
    ...laterStepsLowerSuccess(attack),
    ...noiseAsGood(attack),
  ];
}

function zeroGradient({ gradients }: GatedAttack): QualityFlag[] {
  if (!gradients || gradients.rows === 0 || gradients.zero / gradients.rows <= mostZeroGradients) return [];
  const { zero, rows } = gradients;
  return [
    {
      code: 'zeroGradient',
      message: `The first gradient is exactly zero for ${count(zero, rows)} inputs: the attack had no direction to go.`,
      epsilon: null,
    },
  ];
}

function budgetLowersSuccess(attack: GatedAttack): QualityFlag[] {
  return attack.epsilons.flatMap((epsilon, block) => {
    const before = bestBlockBefore(attack, block);
    if (before === undefined || epsilon === null) return [];
    if (!hasMore(blockOf(attack.success, before, attack), blockOf(attack.success, block, attack))) return [];
    const smaller = attack.epsilons[before] ?? 0;
    return [
      {
        code: 'budgetLowersSuccess' as const,
        message: `A larger budget fools fewer images: ${percent(successRate(attack, block))} at epsilon ${size(epsilon)}, ${percent(successRate(attack, before))} at ${size(smaller)}.`,
        epsilon,
      },
    ];
  });
}

/** The smaller budget at which the attack succeeded most often. */
function bestBlockBefore(attack: GatedAttack, block: number): number | undefined {
  const before = Array.from({ length: block }, (_, index) => index);
  return before.sort((a, b) => successRate(attack, b) - successRate(attack, a))[0];
}

function laterStepsLowerSuccess({ standing, epsilons, ...attack }: GatedAttack): QualityFlag[] {
  return (standing ?? []).flatMap((images, block) =>
    gateTrace(images, blockOf(attack.success, block, attack), epsilons[block] ?? null),
  );
}

function noiseAsGood(attack: GatedAttack): QualityFlag[] {
  const { noiseSuccess } = attack;
  if (!noiseSuccess) return [];
  return attack.epsilons.flatMap((epsilon, block) => {
    const own = blockOf(attack.success, block, attack);
    const noise = blockOf(noiseSuccess, block, attack);
    if (hasMore(own, noise)) return [];
    return [
      {
        code: 'noiseAsGood' as const,
        message: `Random noise of the same size does as well, up to chance: it fools ${count(ones(noise), attack.images)} images, the attack ${ones(own)}.`,
        epsilon,
      },
    ];
  });
}
