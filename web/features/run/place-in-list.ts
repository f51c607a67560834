/** A row of a list that changes: the run in it, and where it stood when it was last looked at. */
export interface PlaceInList {
  readonly id: string | undefined;
  readonly at: number;
}

/** Where the run of a place stands now; where it is gone, the row that took its place. */
export function rowAt(
  rows: readonly { readonly run: { readonly id: string } }[],
  place: PlaceInList,
): number {
  const { id, at } = place;
  if (id === undefined || rows[at]?.run.id === id) return at;
  const found = rows.findIndex(({ run }) => run.id === id);
  return found >= 0 ? found : Math.max(0, Math.min(at, rows.length - 1));
}
