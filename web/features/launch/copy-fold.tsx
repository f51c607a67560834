'use client';

import { Text } from '@mantine/core';
import { CopyLaunch } from './copy-launch';
import type { SentLaunch } from './launch-texts';

/** How the same launch is sent from elsewhere; folded. `launch` is missing while it is not whole. */
export function CopyFold({ launch, files = false }: { launch: SentLaunch | undefined; files?: boolean }) {
  return (
    <details>
      <summary>Copy this launch as GraphQL, command line or Python</summary>
      {launch ? (
        <CopyLaunch launch={launch} />
      ) : (
        <Text size="sm" c="dimmed" mt="xs">
          {files
            ? 'Chosen files are uploaded when the form is sent. The page of the run then has the launch with them.'
            : 'Nothing to copy yet: the fields above are not all filled in.'}
        </Text>
      )}
    </details>
  );
}
