'use client';

import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { late } from '../../parts/late';
import { ColumnsButton } from './columns-button';
import type { RunNamesData } from './runs-query';
import { runsSearch } from './runs-search';

/** Loaded when first opened: with what it stands on it weighs as much as the list. */
const ColumnPanel = late(
  () => import('./column-panel').then(({ ColumnPanel }) => ColumnPanel),
  <ColumnsButton chosen={undefined} loading />,
);

/** Chooses the columns of a list of runs and their order. */
export function ColumnChooser({ names }: { names: RunNamesData | null }) {
  const [{ columns }] = useQueryStates(runsSearch, { shallow: false });
  const [wanted, setWanted] = useState(false);
  if (wanted) return <ColumnPanel names={names} />;
  return <ColumnsButton chosen={columns?.length} aria-haspopup="dialog" onClick={() => setWanted(true)} />;
}
