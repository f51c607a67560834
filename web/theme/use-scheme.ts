'use client';

import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useState } from 'react';
import { usePrinting } from './use-printing';

/**
 * The color scheme, for what CSS cannot draw. Light in the first render, as on the server, which does not know what the
 * browser remembers; Mantine's own value would differ there and break hydration. Light on paper.
 */
export function useScheme(): 'light' | 'dark' {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: true });
  const [hydrated, setHydrated] = useState(false);
  useEffect(() => setHydrated(true), []);
  const printing = usePrinting();
  return hydrated && !printing ? scheme : 'light';
}
