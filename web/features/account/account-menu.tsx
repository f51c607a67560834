'use client';

import { useState } from 'react';
import { late } from '../../parts/late';
import { AccountButton } from './account-button';

/** Loaded when first opened: most visits never open it, and menus are heavy. */
const AccountDropdown = late(
  () => import('./account-dropdown').then(({ AccountDropdown }) => AccountDropdown),
  <AccountButton />,
);

/** Who is signed in, the team, the tokens, and the way out. */
export function AccountMenu({ viewer }: { viewer: { name: string; email: string; isLocalOwner: boolean } }) {
  const [wanted, setWanted] = useState(false);
  return wanted ? <AccountDropdown viewer={viewer} /> : <AccountButton onClick={() => setWanted(true)} />;
}
