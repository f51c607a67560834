'use client';

import { Combobox, Textarea, useCombobox } from '@mantine/core';
import { useRef, useState } from 'react';
import { begunMention, type Person } from './mentioned';

/** The most names that are offered at once. */
const mostOffered = 6;

/** A text in which people are addressed: after an @ it offers their names. */
export function MentionInput({
  label,
  placeholder,
  value,
  people,
  error,
  onChange,
  onSubmit,
}: {
  label: string;
  placeholder?: string;
  value: string;
  people: readonly Person[];
  error: string | undefined;
  onChange: (value: string) => void;
  /** Control or Command with Enter. */
  onSubmit: () => void;
}) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  const names = useCombobox({ onDropdownClose: () => names.resetSelectedOption() });
  const begun = begunMention(value, caret);
  const typed = begun?.typed.toLowerCase() ?? '';
  const offered = begun
    ? people.filter(({ name }) => name.toLowerCase().startsWith(typed)).slice(0, mostOffered)
    : [];
  const follow = (text: string, at: number) => {
    setCaret(at);
    if (begunMention(text, at)) {
      names.openDropdown();
      names.selectFirstOption();
    } else names.closeDropdown();
  };
  const take = (name: string) => {
    if (!begun) return;
    const text = `${value.slice(0, begun.at)}@${name} ${value.slice(caret)}`;
    const at = begun.at + name.length + 2;
    onChange(text);
    setCaret(at);
    names.closeDropdown();
    // Once the new text stands in the field.
    requestAnimationFrame(() => field.current?.setSelectionRange(at, at));
  };
  return (
    <Combobox store={names} onOptionSubmit={take} withinPortal position="bottom-start" width={280}>
      <Combobox.Target withExpandedAttribute={false}>
        <Textarea
          ref={field}
          aria-label={label}
          placeholder={placeholder}
          autosize
          minRows={2}
          maxRows={16}
          maw={760}
          maxLength={10_000}
          value={value}
          error={error}
          onChange={({ currentTarget }) => {
            onChange(currentTarget.value);
            follow(currentTarget.value, currentTarget.selectionStart);
          }}
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            onSubmit();
          }}
          onBlur={() => names.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={offered.length === 0}>
        <Combobox.Options aria-label="People">
          {offered.map(({ id, name }) => (
            <Combobox.Option key={id} value={name}>
              {name}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
