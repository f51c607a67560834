import { useEffect, useRef, useState } from 'react';

/**
 * For a menu or panel whose code is loaded when its button is first pressed: it opens as soon as it is there, with the focus
 * on its own button before, so that closing leads back to it. Give `target` to that button.
 */
export function useOpenAtOnce<Target extends HTMLElement = HTMLButtonElement>() {
  const target = useRef<Target>(null);
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    target.current?.focus({ preventScroll: true });
    setOpened(true);
  }, []);
  return { target, opened, setOpened };
}
