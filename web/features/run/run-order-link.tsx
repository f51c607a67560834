import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { TextLink } from '../../parts/links';
import classes from './run.module.css';
import type { RunSort } from './run-conditions';

/** A column's title as a link that sorts by it: first the greatest, then the least first. */
export function OrderLink({
  title,
  sort,
  current,
  address,
}: {
  title: string;
  sort: (ascending: boolean) => RunSort;
  current: RunSort | null;
  address: (sort: RunSort) => string;
}) {
  const order = orderIn(current, sort);
  return (
    <TextLink
      href={address(sort(order === 'descending'))}
      underline="never"
      c="inherit"
      className={classes.order}
      aria-label={`Sort by ${title}, ${order === 'descending' ? 'least' : 'greatest'} first`}
    >
      {title}
      {order === 'ascending' && <IconArrowUp size={13} aria-hidden="true" />}
      {order === 'descending' && <IconArrowDown size={13} aria-hidden="true" />}
    </TextLink>
  );
}

/** In which direction a list is sorted by a column; undefined where it is sorted by another. */
export function orderIn(
  current: RunSort | null,
  sort: (ascending: boolean) => RunSort,
): 'ascending' | 'descending' | undefined {
  if (!current) return undefined;
  const ascending = current.ascending ?? false;
  // Both were made by the same functions, with their keys in the same order.
  if (JSON.stringify(sort(ascending)) !== JSON.stringify(current)) return undefined;
  return ascending ? 'ascending' : 'descending';
}
