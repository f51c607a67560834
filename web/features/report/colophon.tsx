'use client';

import { useEffect, useState } from 'react';
import { formatExact } from '../../text/times';

/**
 * Writes under each printed page where it was taken from and when, as panels are live and show something else tomorrow, and
 * its number. On paper alone.
 */
export function Colophon() {
  const [printed, setPrinted] = useState<{ address: string; at: string }>();
  useEffect(() => {
    const note = () =>
      setPrinted({
        // What else stands in an address is of this visit alone.
        address: `${window.location.origin}${window.location.pathname}`,
        at: formatExact(new Date().toISOString()),
      });
    note();
    window.addEventListener('beforeprint', note);
    return () => window.removeEventListener('beforeprint', note);
  }, []);
  return printed && <style>{marginBoxes(printed)}</style>;
}

function marginBoxes({ address, at }: { readonly address: string; readonly at: string }): string {
  return `@page {
    @bottom-left { content: ${cssText(address)} '\\a ' ${cssText(`figures as of ${at}`)}; white-space: pre; }
    @bottom-right { content: counter(page) ' / ' counter(pages); white-space: nowrap; }
  }`;
}

/** A text as CSS writes it: whatever could end it, or the element around it, by its number. */
function cssText(text: string): string {
  const escaped = text.replace(/["\\<\n\r\f]/g, (sign) => `\\${sign.charCodeAt(0).toString(16)} `);
  return `"${escaped}"`;
}
