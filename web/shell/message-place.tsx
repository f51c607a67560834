'use client';

import { Notifications } from '@mantine/notifications';

/** Shows messages, those that came before it was there, too. */
export function MessagePlace() {
  return <Notifications position="bottom-right" />;
}
