'use client';

import { type ComponentType, type ReactNode, useCallback, useEffect, useState } from 'react';
import { TryAgain } from './try-again';

/**
 * A part whose code is loaded when it is first shown. Until then `waiting` stands there; where the code does not come, the
 * page stays as it is and this place says so, with the way to ask again. (The framework's own would throw, which takes the
 * whole page with it, and never ask a second time.)
 */
export function late<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  waiting: ReactNode = null,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  // biome-ignore lint/correctness/noComponentHookFactories: called once for a part, where modules begin, like React's own lazy
  return function Late(props: Props) {
    const [state, setState] = useState<'waiting' | 'there' | 'failed'>(loaded ? 'there' : 'waiting');
    const ask = useCallback(async () => {
      setState('waiting');
      try {
        loaded = await load();
        setState('there');
      } catch {
        setState('failed');
      }
    }, []);
    useEffect(() => {
      if (!loaded) ask();
    }, [ask]);
    if (state === 'failed') return <TryAgain again={ask}>This was not loaded.</TryAgain>;
    const Part = loaded;
    return state === 'there' && Part ? <Part {...props} /> : waiting;
  };
}
