'use client';

import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useState } from 'react';

/**
 * The color scheme, for what CSS cannot draw. Light in the first render, as on the server, which does not know what the
 * browser remembers; Mantine's own value would differ there and break hydration.
 */
export function useScheme(): 'light' | 'dark' {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: true });
  const [hydrated, setHydrated] = useState(false);
  useEffect(() => setHydrated(true), []);
  return hydrated ? scheme : 'light';
}
