/** What a page's address says after the question mark. */
export type Search = Readonly<Record<string, string | string[] | undefined>>;

/** One value of it. */
export function searched(search: Search, name: string): string | undefined {
  const value = search[name];
  return Array.isArray(value) ? value[0] : value;
}

/** A whole number of it, from 0; undefined where there is none. */
export function searchedIndex(search: Search, name: string): number | undefined {
  const value = searched(search, name);
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

/** An address with these values; those undefined are left out. */
export function addressOf(
  path: string,
  values: Readonly<Record<string, string | number | undefined>>,
): string {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}
