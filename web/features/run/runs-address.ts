import type { RunsSearch } from './runs-search';

/** The address of a list of runs: what `search` says, with some of it changed. */
export function runsAddress(path: string, search: RunsSearch, change: Partial<RunsSearch> = {}): string {
  const { text, status, kind, where, sort, columns } = { ...search, ...change };
  const given = Object.entries({
    text,
    status,
    kind,
    where: where && JSON.stringify(where),
    sort: sort && JSON.stringify(sort),
    columns: columns?.map(encodeColumn).join(','),
  }).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}

/** As nuqs writes a list: its comma parts the columns. */
function encodeColumn(column: string): string {
  return column.replaceAll(',', encodeURIComponent(','));
}
