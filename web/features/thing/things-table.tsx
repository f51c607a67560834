import { DataTable } from '../../parts/data-table';
import { type NamedThing, ThingName } from '../../parts/thing-name';

/** Things by name alone, each with what keeps it from being there. */
export function ThingsTable({
  label,
  column,
  things,
}: {
  label: string;
  /** Title of the one column. */
  column: string;
  things: readonly NamedThing[];
}) {
  return (
    <DataTable
      label={label}
      rows={things}
      rowKey={(thing) => thing.id}
      columns={[{ title: column, cell: (thing) => <ThingName thing={thing} /> }]}
    />
  );
}
