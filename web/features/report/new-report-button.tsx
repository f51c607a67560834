'use client';

import { Button } from '@mantine/core';
import { useBeginReport } from './use-begin-report';

/** Begins an empty report of a project. */
export function NewReportButton({ projectId }: { readonly projectId: string }) {
  const { beginning, begin } = useBeginReport();
  return (
    <Button
      loading={beginning}
      onClick={() => begin({ projectId, title: 'Untitled report', blocks: [{ text: { markdown: '' } }] })}
    >
      New report
    </Button>
  );
}
