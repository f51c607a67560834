/** The word for attack sets that one is held against; on hover, which these are. */
export function ComparableWord() {
  return (
    <span title="An attack with a target is compared with those that have the same one: it is harder than to reach any wrong class.">
      comparable
    </span>
  );
}
