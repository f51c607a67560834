import { TextInput, type TextInputProps } from '@mantine/core';

/** What something new is called: needed, at most 120 characters; `problem` is why it was refused. */
export function NameInput({
  name,
  problem,
  onName,
  ...rest
}: Pick<TextInputProps, 'label' | 'placeholder' | 'disabled'> & {
  name: string;
  problem: string | undefined;
  onName: (name: string) => void;
  'data-autofocus'?: boolean;
}) {
  return (
    <TextInput
      required
      maxLength={120}
      value={name}
      error={problem}
      onChange={(event) => onName(event.currentTarget.value)}
      {...rest}
    />
  );
}
