interface Compared {
  readonly generalization: readonly {
    readonly trainedOn: readonly unknown[];
    readonly cells: readonly { readonly seen: boolean; readonly attackSet: { readonly id: string } }[];
  }[];
  readonly attackSets: readonly { readonly id: string; readonly control: boolean }[];
}

/** Whether any detector of a comparison learned from attacks: only then there is something to generalize from. */
export function learnsFromAttacks({ generalization }: Compared): boolean {
  return generalization.some(({ trainedOn }) => trainedOn.length > 0);
}

/** What the table of attacks seen and unseen shows, and whether any of them was unseen at all. */
export function generalizationNote({ generalization, attackSets }: Compared): string {
  const controls = new Set(attackSets.filter(({ control }) => control).map(({ id }) => id));
  const unseen = generalization.some(
    ({ trainedOn, cells }) =>
      trainedOn.length > 0 && cells.some(({ seen, attackSet }) => !seen && !controls.has(attackSet.id)),
  );
  return unseen
    ? 'AUC of detectors that learn, by what they learned from; test images are never those learned from'
    : 'AUC of detectors that learn, each of which learned from every attack here; test images are never those learned from';
}
