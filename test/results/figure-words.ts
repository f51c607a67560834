/** Three decimals, or a dash for what could not be computed. */
export function three(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}

/** A share in percent with one decimal. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** A budget: as 255ths where it is such a multiple. */
export function within255(epsilon: number): string {
  const levels = 255 * epsilon;
  return epsilon < 1 && Math.abs(levels - Math.round(levels)) < 1e-4
    ? `${Math.round(levels)}/255`
    : String(Number(epsilon.toPrecision(3)));
}
