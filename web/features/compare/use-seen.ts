import { type RefObject, useEffect, useRef, useState } from 'react';

/** Whether an element has come near the screen yet; once it has, it stays so. */
export function useSeen<Seen extends HTMLElement>(): [RefObject<Seen | null>, boolean] {
  const element = useRef<Seen>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!element.current || seen) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
      },
      { rootMargin: '400px' },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [seen]);
  return [element, seen];
}
