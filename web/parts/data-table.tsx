import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './data-table.module.css';

/** A column: its title, how a row fills it, and whether it holds figures, which stand right. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly figures?: boolean;
  readonly hint?: string;
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
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} aria-label={label} tabIndex={0}>
      <Table verticalSpacing={9} horizontalSpacing="md" className={classes.table}>
        <TableThead>
          <TableTr>
            {columns.map(({ title, figures, hint }) => (
              <TableTh key={title} ta={figures ? 'right' : undefined} title={hint}>
                {title}
              </TableTh>
            ))}
          </TableTr>
        </TableThead>
        <TableTbody>
          {rows.map((row) => (
            <TableTr key={rowKey(row)}>
              {columns.map(({ title, figures, cell }) => (
                <TableTd key={title} className={figures && classes.figures}>
                  {cell(row)}
                </TableTd>
              ))}
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </section>
  );
}
