'use client';

import { useState } from 'react';
import { late } from '../../parts/late';
import { runsAddress } from './runs-address';
import type { RunNamesData } from './runs-query';
import type { RunsSearch } from './runs-search';
import { addressOfView } from './view-address';
import { ViewsButton } from './views-button';

/** Loaded when first opened. */
const ViewsMenu = late(
  () => import('./views-menu').then(({ ViewsMenu }) => ViewsMenu),
  <ViewsButton current={undefined} loading />,
);

/** Lists of runs that were saved: to go to, to forget, and to add the present one to. */
export function SavedViews({
  names,
  search,
  path,
}: {
  names: RunNamesData;
  search: RunsSearch;
  path: string;
}) {
  const [wanted, setWanted] = useState(false);
  const here = runsAddress(path, search);
  const current = names.savedViews.find((view) => addressOfView(view, path) === here);
  return wanted ? (
    <ViewsMenu names={names} search={search} path={path} current={current} />
  ) : (
    <ViewsButton current={current} onClick={() => setWanted(true)} />
  );
}
