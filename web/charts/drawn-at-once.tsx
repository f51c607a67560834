'use client';

import { createContext, type ReactNode, useContext } from 'react';

const AtOnce = createContext(false);

/**
 * Charts within are drawn at once and not when they come near the screen, and as vectors: a page that is printed has all of
 * them, as sharp as its words.
 */
export function DrawnAtOnce({ children }: { readonly children: ReactNode }) {
  return <AtOnce value={true}>{children}</AtOnce>;
}

/** Whether charts here are drawn at once, as vectors. */
export const useDrawnAtOnce = (): boolean => useContext(AtOnce);
