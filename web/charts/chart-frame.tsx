'use client';

import { ActionIcon, Menu, Skeleton, Table } from '@mantine/core';
import { IconDots, IconPhotoDown, IconTable, IconVectorBezier2 } from '@tabler/icons-react';
import type { EChartsCoreOption } from 'echarts/core';
import { type ReactNode, useId, useState } from 'react';
import { ScrollRegion } from '../parts/scroll-region';
import { TryAgain } from '../parts/try-again';
import classes from './chart-frame.module.css';
import type { ChartLook } from './chart-look';
import type { PlacedMark } from './placed-marks';
import { saveFile } from './save-file';
import { useChart } from './use-chart';

/** The numbers behind a chart, for those who cannot or do not want to see it. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** Said when not every number is listed. */
  readonly note?: string;
}

/** What every chart shares. */
export interface ChartFrameProps {
  /** Shown above it, with what it is over. */
  readonly title: ReactNode;
  /** What it shows, in a sentence, for screen readers. */
  readonly description: string;
  readonly height: number;
  /** Name of exported files, without ending. */
  readonly fileName: string;
  /** Said under exported pictures: what stands beside the chart on the page and would be lost. */
  readonly exportNote?: string | undefined;
  /** Stands under the chart, such as a legend. */
  readonly children?: ReactNode;
}

interface Drawn {
  /** The chart, for a surface of a width in pixels. */
  readonly draw: (look: ChartLook, width: number) => EChartsCoreOption;
  /** A part that changes often, merged into the drawn chart without redrawing the rest. */
  readonly overlay?: (look: ChartLook) => EChartsCoreOption;
  /** Points over it that move often: what lies below is neither computed nor drawn again. */
  readonly marks?: (look: ChartLook) => readonly PlacedMark[];
  /** Made only when asked for. */
  readonly table: () => ChartTable;
  /** A click on something drawn: the numbers of its series and of its datum. */
  readonly onPick?: (seriesId: string, index: number) => void;
}

/** A chart with its title, the table behind it and its export. It keeps its height from the first paint on. */
export function ChartFrame(props: ChartFrameProps & Drawn) {
  const { title, description, height, fileName, table, children } = props;
  const { surface, ready, failed, again, picture } = useChart(props);
  const [asTable, setAsTable] = useState(false);
  const titleId = useId();
  const save = async (kind: 'svg' | 'png') => saveFile(`${fileName}.${kind}`, await picture(kind));
  return (
    <figure className={classes.figure} aria-labelledby={titleId}>
      <figcaption className={classes.caption}>
        <div id={titleId} className={classes.title}>
          {title}
        </div>
        <Menu position="bottom-end" width={180}>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label="More about this chart">
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconTable size={16} />} onClick={() => setAsTable(!asTable)}>
              {asTable ? 'Show as chart' : 'Show as table'}
            </Menu.Item>
            <Menu.Item leftSection={<IconVectorBezier2 size={16} />} onClick={() => save('svg')}>
              Save as SVG
            </Menu.Item>
            <Menu.Item leftSection={<IconPhotoDown size={16} />} onClick={() => save('png')}>
              Save as PNG
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </figcaption>
      <div className={classes.body} style={{ height }}>
        <div
          ref={surface}
          className={classes.surface}
          role="img"
          aria-label={description}
          style={{ visibility: asTable ? 'hidden' : undefined }}
        />
        {!ready && !failed && <Skeleton animate={false} className={classes.cover} height={height} />}
        {failed && !asTable && (
          <div className={`${classes.cover} ${classes.failed}`}>
            <TryAgain again={again}>
              The chart was not drawn, for the server did not answer. Its numbers are in its menu, as a table.
            </TryAgain>
          </div>
        )}
        {asTable && <DataTable {...table()} label={description} />}
      </div>
      {children}
    </figure>
  );
}

function DataTable({ columns, rows, note, label }: ChartTable & { label: string }) {
  return (
    <ScrollRegion className={`${classes.cover} ${classes.scroll}`} label={label}>
      <Table stickyHeader horizontalSpacing="sm" verticalSpacing={4} fz="xs" className={classes.numbers}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column}>{column}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a chart have no other identity
            <Table.Tr key={at}>
              {row.map((value, column) => (
                <Table.Td key={columns[column]}>{value}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {note && <p className={classes.note}>{note}</p>}
    </ScrollRegion>
  );
}
