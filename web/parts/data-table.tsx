import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@mantine/core';
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
  /** Stands in the head in place of the title, such as a link that sorts. */
  readonly head?: ReactNode;
  readonly order?: 'ascending' | 'descending' | undefined;
}

/** A table of things; on narrow screens it scrolls sideways by itself. */
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
      <Table verticalSpacing={9} horizontalSpacing="md" className={classes.table}>
        <TableThead>
          <TableTr>
            {columns.map(({ title, figures, hint, head, order }) => (
              <TableTh key={title} ta={figures ? 'right' : undefined} title={hint} aria-sort={order}>
                {head ?? title}
              </TableTh>
            ))}
          </TableTr>
        </TableThead>
        <TableTbody>
          {rows.map((row) => (
            <TableTr key={rowKey(row)}>
              {columns.map(({ title, figures, oneLine, cell }) => (
                <TableTd key={title} className={figures ? classes.figures : oneLine && classes.oneLine}>
                  {cell(row)}
                </TableTd>
              ))}
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </ScrollRegion>
  );
}
