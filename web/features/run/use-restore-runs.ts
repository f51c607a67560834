'use client';

import { graphql } from '@fiducial/schema';
import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useMutation } from 'urql';
import { useDeed } from '../account/use-deed';

const RestoreRuns = graphql(`
  mutation RestoreRuns($deletionId: ID!) {
    restoreRuns(deletionId: $deletionId) {
      __typename
      ... on UserError { message }
    }
  }
`);

/** A function that takes a deletion of runs back and says what came of it. */
export function useRestoreRuns(): (deletion: {
  readonly id: string;
  readonly title: string;
}) => Promise<void> {
  const [, restore] = useMutation(RestoreRuns);
  const deed = useDeed();
  return useCallback(
    async ({ id, title }) => {
      notifications.hide(id);
      const { data, error } = await restore({ deletionId: id });
      deed(
        { result: data?.restoreRuns, error },
        { done: `${title} is back.`, failed: `${title} was not restored` },
      );
    },
    [restore, deed],
  );
}
