/**
 * Share of flagged inputs that are adversarial, when adversarial inputs make up `prevalence` of all: rates measured on
 * balanced data flatter a detector that meets few attacks. Null where nothing at all is flagged.
 */
export function precisionAtPrevalence(
  { truePositiveRate, falsePositiveRate }: { truePositiveRate: number; falsePositiveRate: number },
  prevalence: number,
): number | null {
  const [hits, alarms] = [truePositiveRate * prevalence, falsePositiveRate * (1 - prevalence)];
  return hits + alarms > 0 ? hits / (hits + alarms) : null;
}
