'use client';

import { ActionIcon, Menu, MenuDivider, MenuDropdown, MenuItem, MenuLabel, MenuTarget } from '@mantine/core';
import { IconUser } from '@tabler/icons-react';
import Link from 'next/link';
import { paths } from '../../lib/paths';
import { signOut } from './sign-in';

/** Who is signed in, the team, the tokens, and the way out. */
export function AccountMenu({
  viewer: { name, email, isLocalOwner },
}: {
  viewer: { name: string; email: string; isLocalOwner: boolean };
}) {
  return (
    <Menu position="bottom-end" width={240}>
      <MenuTarget>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Account">
          <IconUser size={18} stroke={1.5} />
        </ActionIcon>
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
