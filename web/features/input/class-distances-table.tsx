import type { TrajectoryDrawing } from '../../charts/trajectory-drawing';
import { DataTable } from '../../parts/data-table';
import { formatNumber } from '../../text/numbers';
import { classDistances } from './class-distances';
import classes from './input.module.css';

/** How far the drawn classes are in one plane, nearest first: the true distances behind the picture. */
export function ClassDistances({
  drawing,
  plane,
  title,
}: {
  readonly drawing: TrajectoryDrawing;
  readonly plane: number;
  readonly title: string;
}) {
  const rows = classDistances(drawing, plane);
  const hasTwin = rows.some(({ cleanTwin }) => cleanTwin !== null);
  return (
    <div>
      <div className={classes.figureTitle}>{title}</div>
      <DataTable
        label={title}
        rows={rows}
        rowKey={({ name }) => name}
        columns={[
          {
            title: 'Class',
            cell: ({ name, role }) =>
              role ? (
                <>
                  <strong>{name}</strong> <span className={classes.quiet}>{role}</span>
                </>
              ) : (
                name
              ),
          },
          { title: 'This input', figures: true, cell: ({ input }) => formatNumber(input) },
          ...(hasTwin
            ? [
                {
                  title: 'Clean twin',
                  figures: true,
                  cell: (row: (typeof rows)[number]) => formatNumber(row.cleanTwin),
                },
              ]
            : []),
          {
            title: 'Authentic',
            figures: true,
            hint: 'Median of the authentic inputs of the predicted class that are drawn',
            cell: ({ authentic }) => formatNumber(authentic),
          },
        ]}
      />
    </div>
  );
}
