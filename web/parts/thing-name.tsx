import { Text } from '@mantine/core';
import { paths, thingPath } from '../lib/paths';
import { unbroken } from '../text/names';
import { TextLink } from './links';

/** A thing that a run makes, with as much as tells whether it is there. */
export interface NamedThing {
  readonly __typename: string;
  readonly id: string;
  readonly name: string;
  readonly run: { readonly id: string; readonly status: string };
}

/** What keeps a thing from being there, by the status of its run. */
export const pendingWords: Readonly<Record<string, string>> = {
  WAITING: 'waits for its inputs',
  QUEUED: 'queued',
  RUNNING: 'being made',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
};

/** States of a run from which its thing does not come any more. */
export const lostStatuses: ReadonlySet<string> = new Set(['FAILED', 'CANCELLED']);

/** The name of a thing as a link, and what keeps it from being there. */
export function ThingName({ thing }: { thing: NamedThing }) {
  const pending = pendingWords[thing.run.status];
  return (
    <>
      <TextLink href={thingPath(thing) ?? paths.run(thing.run.id)}>{unbroken(thing.name)}</TextLink>
      {pending && (
        <Text component="span" size="xs" c="dimmed" ml={8}>
          <TextLink href={paths.run(thing.run.id)} c="dimmed">
            {pending}
          </TextLink>
        </Text>
      )}
    </>
  );
}
