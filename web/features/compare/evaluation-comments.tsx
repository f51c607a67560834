'use client';

import { Select } from '@mantine/core';
import { memo, useState } from 'react';
import { CommentsSection } from '../comment/comments-section';

/** What people say about one of the compared evaluations, which is chosen where there are several. */
export const EvaluationComments = memo(function EvaluationComments({
  detectors,
}: {
  detectors: readonly { readonly id: string; readonly name: string }[];
}) {
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = detectors.find(({ id }) => id === chosen) ?? detectors[0];
  if (!shown) return null;
  return (
    <CommentsSection
      key={shown.id}
      subject={{ evaluationId: shown.id }}
      actions={
        detectors.length > 1 && (
          <Select
            size="xs"
            aria-label="Comments on"
            allowDeselect={false}
            value={shown.id}
            data={detectors.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setChosen}
          />
        )
      }
    />
  );
});
