'use client';

import { Alert, Button, CopyButton, Group, Text } from '@mantine/core';
import classes from './account.module.css';

/** A secret that is shown this once, with a button that copies it. */
export function SecretOnce({ title, words, secret }: { title: string; words: string; secret: string }) {
  return (
    <Alert title={title} mt="md" maw={760} role="status">
      <Text size="sm">{words}</Text>
      <div className={classes.secret} style={{ marginBlock: 12 }}>
        {secret}
      </div>
      <Group>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button size="xs" variant={copied ? 'light' : 'filled'} onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Alert>
  );
}
