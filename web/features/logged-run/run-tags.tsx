'use client';

import { Button, CloseButton, Group, Text, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import { Section } from '../../parts/section';
import classes from './logged-run.module.css';
import { type RunWordsData, SetTags } from './logged-run-details';

const mostCharacters = 250;

/** The tags of a run, which can be put on it and taken away here. */
export function RunTags({
  run: { id, tags: given },
  mayEdit,
}: {
  run: Pick<RunWordsData, 'id' | 'tags'>;
  mayEdit: boolean;
}) {
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const [problem, setProblem] = useState<string>();
  const [{ fetching, data }, set] = useMutation(SetTags);
  const router = useRouter();
  // What the last change left; the page that is read again says the same.
  const tags = data?.setTags.__typename === 'Run' ? data.setTags.tags : given;
  const change = async (more: readonly { key: string; value: string }[], remove: readonly string[]) => {
    const result = await set({ runId: id, tags: [...more], remove: [...remove] });
    const outcome = outcomeOf(result.data?.setTags, 'Run', result.error);
    setProblem('refusal' in outcome ? outcome.refusal.message : undefined);
    router.refresh();
    return !('refusal' in outcome);
  };
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await change([{ key: key.trim(), value: value.trim() }], []))) return;
    setKey('');
    setValue('');
  };
  return (
    <Section title="Tags">
      {tags.length > 0 && (
        <ul className={classes.tags} aria-label="Tags">
          {tags.map((tag) => (
            <li key={tag.key} className={classes.tag}>
              <span className={classes.key}>{tag.key}</span>
              {tag.value && <span>{tag.value}</span>}
              {mayEdit && (
                <CloseButton
                  size="xs"
                  aria-label={`Take the tag ${tag.key} away`}
                  disabled={fetching}
                  onClick={() => change([], [tag.key])}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {!mayEdit && tags.length === 0 && <Text c="dimmed">It has none.</Text>}
      {mayEdit && (
        <form onSubmit={add}>
          <Group gap="xs" align="flex-start">
            <TextInput
              aria-label="Tag"
              placeholder="Tag, such as data"
              maxLength={mostCharacters}
              value={key}
              onChange={(event) => setKey(event.currentTarget.value)}
              w={180}
            />
            <TextInput
              aria-label="What it says"
              placeholder="What it says, if anything"
              maxLength={mostCharacters}
              value={value}
              onChange={(event) => setValue(event.currentTarget.value)}
              w={220}
            />
            <Button type="submit" variant="default" loading={fetching} disabled={key.trim() === ''}>
              Add
            </Button>
          </Group>
          {problem && (
            <Text size="sm" c="var(--bad)" mt={4} role="alert">
              {problem}
            </Text>
          )}
        </form>
      )}
    </Section>
  );
}
