import type { ReactNode } from 'react';
import classes from './data-table.module.css';
import { ScrollRegion } from './scroll-region';

/** A column: its title, how a row fills it, and whether it holds figures, which stand right, or words cut to one line. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly figures?: boolean;
  readonly oneLine?: boolean;
  readonly hint?: string;
  /** Holds buttons that say themselves what they do: its title is only for those who do not see them. */
  readonly buttons?: boolean;
  /** Stands in the head in place of the title, such as a link that sorts. */
  readonly head?: ReactNode;
  readonly order?: 'ascending' | 'descending' | undefined;
}

/**
 * A table of things; on narrow screens it scrolls sideways by itself. Of plain elements: the library's table brings its
 * scroll area and what places floating things with it, a tenth of what a page of a list may weigh.
 */
export function DataTable<Row>({
  label,
  columns,
  rows,
  rowKey,
}: {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
}) {
  return (
    <ScrollRegion label={label}>
      <table className={`${classes.table} ${classes.plain}`}>
        <thead>
          <tr>
            {columns.map(({ title, figures, hint, head, order, buttons }) => (
              <th
                scope="col"
                key={title}
                data-figures={figures || undefined}
                title={hint}
                aria-sort={order}
                aria-label={buttons ? title : undefined}
              >
                {buttons ? null : (head ?? title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map(({ title, figures, oneLine, buttons, cell }) => (
                <td
                  key={title}
                  className={figures || buttons ? classes.figures : oneLine ? classes.oneLine : undefined}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
