'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { AccountButton } from './account-button';

/** Loaded when first opened: most visits never open it, and menus are heavy. */
const AccountDropdown = dynamic(
  () => import('./account-dropdown').then(({ AccountDropdown }) => AccountDropdown),
  { ssr: false, loading: () => <AccountButton /> },
);

/** Who is signed in, the team, the tokens, and the way out. */
export function AccountMenu({ viewer }: { viewer: { name: string; email: string; isLocalOwner: boolean } }) {
  const [wanted, setWanted] = useState(false);
  return wanted ? <AccountDropdown viewer={viewer} /> : <AccountButton onClick={() => setWanted(true)} />;
}
