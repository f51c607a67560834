'use client';

import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import { CheckBox } from '../../parts/check-box';
import { type PlaceInList, rowAt } from './place-in-list';
import { ownCells, RunNameCell } from './run-cells';
import { columnOf, type OwnColumnKey, type RunColumn } from './run-columns';
import { OrderLink, orderIn } from './run-order-link';
import classes from './runs.module.css';
import { runsAddress } from './runs-address';
import type { RunsSearch } from './runs-search';
import { useRunKeys } from './use-run-keys';
import type { ListedRow, RunList } from './use-run-list';
import { isEmpty, isSelected, type Selection } from './use-selection';

const rowHeight = 52;
const checkWidth = 36;

/** A table that is laid out as a grid loses what its elements mean: it is said again. */
const roles = {
  grid: { role: 'grid', 'aria-multiselectable': true },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  gridcell: { role: 'gridcell' },
  rowgroup: { role: 'rowgroup' },
} as const;

const nameColumn: RunColumn = {
  key: 'run:name',
  title: 'Run',
  group: 'Run',
  figures: false,
  width: 240,
  grows: true,
  sort: (ascending) => ({ field: 'TITLE', ascending }),
};

interface Props {
  readonly list: RunList;
  readonly columnKeys: readonly string[];
  readonly search: RunsSearch;
  readonly path: string;
  readonly selection: Selection;
  readonly onSelect: (ids: readonly string[], selected: boolean) => void;
  readonly onClear: () => void;
}

/** Runs as a table of any length: only rows in sight are drawn. Known by keys, sorted by its heads, selected by its boxes. */
export function RunsTable({ list, columnKeys, search, path, selection, onSelect, onClear }: Props) {
  const { rows, complete, see } = list;
  const columns = useMemo(
    () => [nameColumn, ...columnKeys.flatMap((key) => columnOf(key) ?? [])],
    [columnKeys],
  );
  // New runs come above it: keys are for the run that was gone to, not for whatever stands in its place.
  const [place, setPlace] = useState<PlaceInList>({ id: undefined, at: 0 });
  const active = rowAt(rows, place);
  const setActive = (at: number) => setPlace({ id: rows[at]?.run.id, at });
  const focusWanted = useRef(false);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // The server draws the first rows, too.
    initialRect: { width: 1200, height: 700 },
    // The row that has the focus stays, however far it is scrolled away.
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), active])]
        .filter((at) => at < rows.length)
        .sort((a, b) => a - b),
  });
  const items = virtualizer.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  // Also where the list became longer or shorter.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said
  useEffect(() => see(lastSeen), [lastSeen, rows.length, see]);

  const go = (to: number, extend = false) => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    if (extend)
      onSelect(
        [rows[active], rows[next]].flatMap((row) => (row ? [row.run.id] : [])),
        true,
      );
    focusWanted.current = true;
    setActive(next);
    virtualizer.scrollToIndex(next);
  };
  useEffect(() => {
    if (!focusWanted.current) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-at="${active}"]`);
    if (!row) return;
    focusWanted.current = false;
    row.focus({ preventScroll: true });
  });

  const press = useRunKeys({
    ...{ rows, active, go },
    rowsInSight: () => Math.floor((scroller.current?.clientHeight ?? 600) / rowHeight),
    ...{ selection, onSelect, onClear },
  });

  const check = (at: number, event: MouseEvent<HTMLInputElement>) => {
    const selected = event.currentTarget.checked;
    const [from, to] = event.shiftKey ? [Math.min(active, at), Math.max(active, at)] : [at, at];
    onSelect(
      rows.slice(from, to + 1).map(({ run }) => run.id),
      selected,
    );
    setActive(at);
  };
  const every = rows.length > 0 && rows.every(({ run }) => isSelected(selection, run.id));
  // The name's width is the sheet's: less on a phone.
  const least = columns.slice(1).reduce((sum, { width }) => sum + width, checkWidth) + 16 * columns.length;
  const look = {
    '--columns': `${checkWidth}px ${columns.map(({ key, width, grows }) => `minmax(${key === nameColumn.key ? 'var(--name-width)' : `${width}px`}, ${grows ? 2 : 1}fr)`).join(' ')}`,
    '--row-height': `${rowHeight}px`,
    minWidth: `calc(${least}px + var(--name-width))`,
  } as CSSProperties; // custom properties
  return (
    <div className={classes.scroller} ref={scroller}>
      <table
        {...roles.grid}
        aria-label="Runs"
        aria-rowcount={complete ? rows.length + 1 : -1}
        aria-colcount={columns.length + 1}
        className={classes.grid}
        style={look}
        onKeyDown={press}
      >
        <thead {...roles.rowgroup}>
          <tr {...roles.row} className={classes.row} aria-rowindex={1}>
            <th {...roles.columnheader} className={classes.cell}>
              <CheckBox
                aria-label={every ? 'Select none' : 'Select all runs that were read'}
                checked={every}
                indeterminate={!every && !isEmpty(selection)}
                onChange={() =>
                  isEmpty(selection)
                    ? onSelect(
                        rows.slice(0, 1000).map(({ run }) => run.id),
                        true,
                      )
                    : onClear()
                }
              />
            </th>
            {columns.map((column) => (
              <Head key={column.key} column={column} search={search} path={path} />
            ))}
          </tr>
        </thead>
        <tbody {...roles.rowgroup} style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = rows[index];
            if (!row) return null;
            const selected = isSelected(selection, row.run.id);
            return (
              <tr
                key={row.run.id}
                {...roles.row}
                aria-rowindex={index + 2}
                aria-selected={selected}
                tabIndex={index === active ? 0 : -1}
                data-at={index}
                className={classes.row}
                style={{ transform: `translateY(${start}px)` }}
                onFocus={() => setActive(index)}
              >
                <td {...roles.gridcell} className={classes.cell}>
                  <CheckBox
                    tabIndex={-1}
                    aria-label={`Select ${row.run.title}`}
                    checked={selected}
                    onChange={() => undefined}
                    onClick={(event) => check(index, event)}
                  />
                </td>
                {columns.map((column) => (
                  <Cell key={column.key} column={column} row={row} patch={list.patch} />
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <span className={classes.below} aria-live="polite">
        {list.loading && 'Reading more'}
      </span>
    </div>
  );
}

function Head({ column, search, path }: { column: RunColumn; search: RunsSearch; path: string }) {
  const { title, sort, figures } = column;
  return (
    <th
      {...roles.columnheader}
      className={classes.cell}
      data-figures={figures || undefined}
      aria-sort={sort && orderIn(search.sort, sort)}
      title={title}
    >
      {sort ? (
        <OrderLink
          title={title}
          sort={sort}
          current={search.sort}
          address={(next) => runsAddress(path, search, { sort: next })}
        />
      ) : (
        title
      )}
    </th>
  );
}

function Cell({
  column: { key, figures, cell },
  row: { run, listed },
  patch,
}: {
  column: RunColumn;
  row: ListedRow;
  patch: RunList['patch'];
}) {
  const own = ownCells[key as OwnColumnKey]; // undefined for the columns that have a cell of their own
  const words = cell?.(listed);
  return (
    <td {...roles.gridcell} className={classes.cell} data-figures={figures || undefined} title={words}>
      {key === 'run:name' ? (
        <RunNameCell run={run} />
      ) : (
        (words ?? own?.(run, (change) => patch({ id: run.id, ...change })))
      )}
    </td>
  );
}
