'use client';

import { Menu, MenuDivider, MenuDropdown, MenuItem, MenuLabel, MenuTarget } from '@mantine/core';
import Link from 'next/link';
import { paths } from '../../lib/paths';
import { useOpenAtOnce } from '../../parts/use-open-at-once';
import { AccountButton } from './account-button';
import { signOut } from './sign-in';

/** The account's menu with its button, open as soon as it is there. */
export function AccountDropdown({
  viewer: { name, email, isLocalOwner },
}: {
  viewer: { name: string; email: string; isLocalOwner: boolean };
}) {
  const { target, opened, setOpened } = useOpenAtOnce();
  return (
    <Menu position="bottom-end" width={240} opened={opened} onChange={setOpened}>
      <MenuTarget>
        <AccountButton ref={target} />
      </MenuTarget>
      <MenuDropdown>
        <MenuLabel>{isLocalOwner ? 'No sign-in: this machine only' : `${name}, ${email}`}</MenuLabel>
        <MenuItem component={Link} href={paths.teams} prefetch={false}>
          Team
        </MenuItem>
        <MenuItem component={Link} href={paths.tokens} prefetch={false}>
          Access tokens
        </MenuItem>
        <MenuItem component={Link} href={paths.system} prefetch={false}>
          System
        </MenuItem>
        {!isLocalOwner && (
          <>
            <MenuItem component={Link} href={paths.password} prefetch={false}>
              Password
            </MenuItem>
            <MenuDivider />
            <MenuItem onClick={signOut}>Sign out</MenuItem>
          </>
        )}
      </MenuDropdown>
    </Menu>
  );
}
