import { clausesOf, parseSort } from './run-conditions';
import { runsAddress } from './runs-address';
import type { RunNamesData } from './runs-query';
import type { RunsSearch } from './runs-search';

/** A list of runs that was saved. */
export type SavedRunsView = RunNamesData['savedViews'][number];

/** Where a saved list is shown. */
export function addressOfView({ filter, sort, columns }: SavedRunsView, path: string): string {
  const { text, statuses, kinds } = (filter ?? {}) as Record<string, unknown>;
  const [status] = (statuses ?? []) as RunsSearch['status'][];
  const [kind] = (kinds ?? []) as RunsSearch['kind'][];
  const where = clausesOf(filter);
  return runsAddress(path, {
    text: typeof text === 'string' ? text : null,
    status: status ?? null,
    kind: kind ?? null,
    where: where.length > 0 ? where : null,
    sort: parseSort(sort),
    columns: columns.length > 0 ? columns : null,
  });
}
