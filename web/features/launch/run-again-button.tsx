'use client';

import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { useClient } from 'urql';
import { paths } from '../../lib/paths';
import type { LaunchFormPlan } from './forms/launch-form-plan';
import type { SentLaunch } from './launch-texts';
import { newLaunchKey, sendLaunch } from './send-launch';

/** Launches a run once more as it was, and goes to the new one. */
export function RunAgainButton({
  title,
  launch,
}: {
  title: string;
  launch: SentLaunch & Pick<LaunchFormPlan, 'mutation'>;
}) {
  const client = useClient();
  const router = useRouter();
  const [sending, setSending] = useState(false);
  // A launch whose answer was lost is sent again under the same key, and then started once only.
  const key = useRef<string>(undefined);
  const onClick = async () => {
    setSending(true);
    key.current ??= newLaunchKey();
    const outcome = await sendLaunch(client, launch, {
      ...launch.input,
      ...{ name: title, idempotencyKey: key.current },
    });
    if ('thing' in outcome && 'run' in outcome.thing) return router.push(paths.run(outcome.thing.run.id));
    setSending(false);
    notifications.show({
      color: 'red',
      title: `${title} was not launched again`,
      message: 'refusal' in outcome ? outcome.refusal.message : 'It has no run of its own.',
    });
  };
  return (
    <Button variant="default" loading={sending} onClick={onClick} aria-label={`Run ${title} again`}>
      Run again
    </Button>
  );
}
