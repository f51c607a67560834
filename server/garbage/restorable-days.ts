/** How long what was deleted can be restored, in days. */
export const restorableDays = 30;
