'use client';

import { useState } from 'react';
import { late } from '../../parts/late';
import classes from './logged-run.module.css';

/** Loaded when first opened: it is for those who log, once. */
const LogSnippet = late(() => import('./log-snippet').then(({ LogSnippet }) => LogSnippet));

/** How to log from one's own code, folded away below a list of runs. */
export function LogDisclosure({ projectId }: { projectId: string }) {
  const [wanted, setWanted] = useState(false);
  return (
    <details className={classes.disclosure} onToggle={() => setWanted(true)}>
      <summary>Log runs from your own code</summary>
      {wanted && <LogSnippet projectId={projectId} />}
    </details>
  );
}
