import { Text } from '@mantine/core';
import { useId } from 'react';
import { ScrollRegion } from '../../parts/scroll-region';
import classes from './confusion-matrix.module.css';

/** Test images by true class (rows) and predicted class (columns); the shade is the share of the row. */
export function ConfusionMatrix({
  counts,
  classNames,
}: {
  counts: readonly number[][];
  classNames: readonly string[];
}) {
  const wordsId = useId();
  const name = (index: number) => classNames[index] ?? String(index);
  return (
    <>
      <ScrollRegion label="Confusion matrix, in numbers">
        <table className={classes.matrix} aria-describedby={wordsId}>
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
      </ScrollRegion>
      <Text id={wordsId} size="sm" c="dimmed" mt="xs">
        Rows: true class. Columns: predicted class. Numbers: test images.
      </Text>
    </>
  );
}
