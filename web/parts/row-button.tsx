import { Button } from '@mantine/core';
import type { ReactNode } from 'react';

/** A button in a row of a table, quiet so that the rows stay readable. `label` says to whom or what it is done. */
export function RowButton({
  label,
  loading,
  onClick,
  children,
}: {
  label: string;
  loading: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-xs"
      loading={loading}
      onClick={onClick}
      aria-label={label}
    >
      {children}
    </Button>
  );
}
