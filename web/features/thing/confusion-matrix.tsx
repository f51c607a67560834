import classes from './confusion-matrix.module.css';

/** Test images by true class (rows) and predicted class (columns); the shade is the share of the row. */
export function ConfusionMatrix({
  counts,
  classNames,
}: {
  counts: readonly number[][];
  classNames: readonly string[];
}) {
  const name = (index: number) => classNames[index] ?? String(index);
  return (
    <div className={classes.scroll}>
      <table className={classes.matrix}>
        <caption>Rows: true class. Columns: predicted class. Numbers: test images.</caption>
        <thead>
          <tr>
            <td />
            {counts.map((_, column) => (
              <th key={name(column)} scope="col">
                {name(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map((row, at) => {
            const total = Math.max(
              1,
              row.reduce((sum, count) => sum + count, 0),
            );
            return (
              <tr key={name(at)}>
                <th scope="row">{name(at)}</th>
                {row.map((count, column) => (
                  <td
                    key={name(column)}
                    data-right={at === column}
                    style={{ '--share': `${Math.round((100 * count) / total)}%` } as React.CSSProperties} // a custom property
                  >
                    {count === 0 ? '·' : count}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
