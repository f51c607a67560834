import { type RefObject, useEffect, useRef, useState } from 'react';

/** Whether an element has come near the screen yet; once it has, it stays so. */
export function useNear<Near extends HTMLElement>(): [RefObject<Near | null>, boolean] {
  const element = useRef<Near>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (!element.current || near) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true);
      },
      { rootMargin: '400px' },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [near]);
  return [element, near];
}
