const mostTitleCharacters = 120;

/** What a comparison is called after the names in it, which may have commas: "kNN score, conv4, k 100 vs Maximum softmax". */
export function comparisonTitle(names: readonly string[]): string {
  const title = names.join(' vs ');
  return title.length > mostTitleCharacters ? `Comparison of ${names.length} detectors` : title;
}
