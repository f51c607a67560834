'use client';

import { Button, CopyButton, Tabs } from '@mantine/core';
import { useEffect, useState } from 'react';
import { logSnippets } from './log-snippets';
import classes from './logged-run.module.css';

/** How to log from one's own code, to this run or to a new one of the project. */
export function LogSnippet({ projectId, runId }: { projectId: string; runId?: string }) {
  // The server does not know under which name it was reached.
  const [origin, setOrigin] = useState('http://localhost:4600');
  useEffect(() => setOrigin(window.location.origin), []);
  const snippets = logSnippets({ origin, projectId, runId });
  return (
    <Tabs defaultValue="Python" className={classes.snippet}>
      <Tabs.List>
        {snippets.map(({ language }) => (
          <Tabs.Tab key={language} value={language}>
            {language}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {snippets.map(({ language, code }) => (
        <Tabs.Panel key={language} value={language}>
          <div className={classes.code}>
            {/* A region that scrolls must be reached by keyboard. */}
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
            <pre tabIndex={0}>
              <code>{code}</code>
            </pre>
            <CopyButton value={code}>
              {({ copied, copy }) => (
                <Button size="compact-xs" variant="default" className={classes.copy} onClick={copy}>
                  {copied ? 'Copied' : 'Copy'}
                </Button>
              )}
            </CopyButton>
          </div>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
