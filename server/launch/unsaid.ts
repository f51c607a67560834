/** What of a label a default name does not say yet: of "layer conv4, k 50", under "kNN score, conv4, rank, k 50", "layer conv4". */
export function unsaid(name: string, label: string): string {
  const said = new Set(name.split(', '));
  return label
    .split(', ')
    .filter((part) => !said.has(part))
    .join(', ');
}
