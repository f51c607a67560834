'use client';

import Link from 'next/link';
import { type ComponentProps, useState } from 'react';

/**
 * A link that is fetched beforehand when somebody is about to follow it: points at it, or comes to it by the keyboard. Merely
 * in sight it is not: the links around a page were seen to take as much of the server as the page itself, at the same time.
 */
export function PageLink(props: ComponentProps<typeof Link>) {
  const [meant, setMeant] = useState(false);
  const mean = () => setMeant(true);
  return <Link {...props} prefetch={meant ? null : false} onPointerEnter={mean} onFocus={mean} />;
}
