'use client';

import { Button, CopyButton, Tabs, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { ScrollRegion } from '../../parts/scroll-region';
import classes from './launch.module.css';
import { launchTexts, type SentLaunch } from './launch-texts';

/** A launch to be copied: as GraphQL, as a command line and as Python. */
export function CopyLaunch({ launch }: { launch: SentLaunch }) {
  // The server does not know under which name it was reached.
  const [origin, setOrigin] = useState('http://localhost:4600');
  useEffect(() => setOrigin(window.location.origin), []);
  const texts = launchTexts(launch, origin);
  return (
    <Tabs defaultValue={tabOf(texts[0]?.language)} keepMounted={false}>
      <Tabs.List aria-label="Languages">
        {texts.map(({ language }) => (
          <Tabs.Tab key={language} value={tabOf(language)}>
            {language}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {texts.map(({ language, note, parts }) => (
        <Tabs.Panel key={language} value={tabOf(language)} pt="xs">
          <Text size="sm" c="dimmed">
            {note}
          </Text>
          {parts.map(({ title, text }) => (
            <div key={title} className={classes.text}>
              <ScrollRegion label={title} className={classes.code}>
                <pre>
                  <code>{text}</code>
                </pre>
              </ScrollRegion>
              <CopyButton value={text}>
                {({ copied, copy }) => (
                  <Button
                    size="compact-xs"
                    variant="default"
                    className={classes.copy}
                    aria-label={`Copy ${title.toLowerCase()}`}
                    onClick={copy}
                  >
                    {copied ? 'Copied' : 'Copy'}
                  </Button>
                )}
              </CopyButton>
            </div>
          ))}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

/** Part of the ids that join a tab to its panel: with a space in it, it would be two. */
const tabOf = (language = '') => language.replaceAll(' ', '-');
