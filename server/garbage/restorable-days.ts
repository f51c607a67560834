/** How long what was deleted can be restored, in days. */
export const restorableDays = 30;

/** Until when something that was deleted can be restored; null for what was not. */
export const restorableUntil = (deletedAt: Date | null): Date | null =>
  deletedAt && new Date(deletedAt.getTime() + restorableDays * 86_400_000);
