/** An epsilon as a multiple of 1/255 where it is one: `20/255`, else with three digits. */
export function formatEpsilon(epsilon: number): string {
  const levels = epsilon * 255;
  return Math.abs(levels - Math.round(levels)) < 1e-6 ? `${Math.round(levels)}/255` : epsilon.toPrecision(3);
}

/** A name for an attack set that nobody named: the method and its range of epsilons. */
export function attackSetName(title: string, epsilons: readonly number[]): string {
  const [least, most] = [Math.min(...epsilons), Math.max(...epsilons)];
  const range =
    epsilons.length === 1 ? formatEpsilon(least) : `${formatEpsilon(least)} to ${formatEpsilon(most)}`;
  return `${title}, epsilon ${range}`;
}
