import { useEffect, useRef } from 'react';

/** Hands over a picture that is pasted anywhere on the page; what else is pasted goes where it was meant for. */
export function usePaste(onPicture: (picture: Blob) => void): void {
  const latest = useRef(onPicture);
  latest.current = onPicture;
  useEffect(() => {
    const paste = ({ clipboardData }: ClipboardEvent) => {
      const found = [...(clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'));
      if (found) latest.current(found);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, []);
}
