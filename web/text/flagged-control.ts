/** From this AUC against a control on, a detector is said to flag it: far above the 0.5 that is wanted. */
const farAboveChance = 0.8;

/** Whether a detector flags a control: its AUC is far above 0.5, and its interval lies above it as a whole. */
export function flagsControl({
  auc,
  aucLow,
}: {
  readonly auc: number | null;
  readonly aucLow: number | null;
}): boolean {
  return auc !== null && auc >= farAboveChance && aucLow !== null && aucLow > 0.5;
}

/** What follows from it, where there is room for a sentence. */
export const flagsControlMeaning =
  'AUC against a control, where 0.5 is wanted: it finds that an image was changed, not that it was attacked.';
