'use client';

import { Button } from '@mantine/core';
import { useState } from 'react';
import { late } from '../../parts/late';

/** Loaded when first opened: most visits make no project. */
const CreateProjectDialog = late(() =>
  import('./create-project-dialog').then(({ CreateProjectDialog }) => CreateProjectDialog),
);

/** The button for a new project, and the form behind it. */
export function CreateProjectButton({ variant = 'default' }: { variant?: string }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant={variant} onClick={() => setOpened(true)}>
        New project
      </Button>
      {opened && <CreateProjectDialog onClose={() => setOpened(false)} />}
    </>
  );
}
