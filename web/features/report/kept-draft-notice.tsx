'use client';

import { Alert, Button, Group } from '@mantine/core';
import { useEffect, useState } from 'react';
import { type KeptDraft, keepDraft, keptDraft } from './kept-draft';

/** Offers what was written here before and never saved. */
export function KeptDraftNotice({
  id,
  onTake,
}: {
  readonly id: string;
  readonly onTake: (kept: KeptDraft) => void;
}) {
  const [kept, setKept] = useState<KeptDraft | null>(null);
  // The browser alone knows: not while the server renders.
  useEffect(() => setKept(keptDraft(id)), [id]);
  if (!kept) return null;
  return (
    <Alert mb="lg" title="You left changes that were not saved" role="status">
      <Group gap="xs">
        <Button
          size="xs"
          onClick={() => {
            onTake(kept);
            setKept(null);
          }}
        >
          Take them up
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            keepDraft(id, null);
            setKept(null);
          }}
        >
          Forget them
        </Button>
      </Group>
    </Alert>
  );
}
