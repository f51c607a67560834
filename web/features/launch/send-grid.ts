import { graphql } from '@fiducial/schema';
import type { Client } from 'urql';
import { addressOf } from '../../lib/address';
import { outcomeOf, type Refusal } from '../../lib/mutate';
import { paths } from '../../lib/paths';
import { formatExact } from '../../text/times';
import type { LabeledLaunch } from './use-launch-form';

const LaunchGrid = graphql(`
  mutation LaunchGrid($input: LaunchSeveralInput!) {
    launched: launchSeveral(input: $input) {
      __typename
      ... on UserError { message }
      ... on InvalidInputError { field }
      ... on LaunchedRuns { runs { id } }
    }
  }
`);

/** The tag by which the runs of a grid are found. */
const gridTag = 'grid';

/** Launches the runs of a grid, all or none, and gives the address of the list of them. */
export async function sendGrid(
  client: Client,
  {
    projectId,
    launches,
    title,
    key,
    at,
  }: {
    projectId: string;
    launches: readonly LabeledLaunch[];
    title: string;
    key: string;
    /** When it was launched, in ISO 8601; the same when it is sent once more. */
    at: string;
  },
): Promise<{ href: string } | { refusal: Refusal }> {
  // What stands in the axes, told from other grids over the same by when it was launched.
  const value = `${title}, ${formatExact(at)}`;
  const input = { launches, tags: [{ key: gridTag, value }], idempotencyKey: key };
  // The form's fields are those of the mutation's input; the server checks every one of them.
  const { data, error } = await client.mutation(LaunchGrid, { input } as never);
  const outcome = outcomeOf(data?.launched, 'LaunchedRuns', error);
  if ('refusal' in outcome) return { refusal: withFormField(outcome.refusal) };
  const where = JSON.stringify([{ on: 'tag', name: gridTag, sign: 'equals', value }]);
  return { href: addressOf(paths.projectRuns(projectId), { where }) };
}

/** The field as it stands in the form: the words say in which run of the grid. */
function withFormField({ message, field }: Refusal): Refusal {
  return { message, field: field?.replace(/^launches\.\d+\./, '') };
}
