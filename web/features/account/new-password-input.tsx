import { PasswordInput, type PasswordInputProps } from '@mantine/core';

/** Where a new account's password is chosen; the server asks for the same length. */
export function NewPasswordInput(props: Pick<PasswordInputProps, 'value' | 'onChange' | 'label'>) {
  return (
    <PasswordInput
      label="Password"
      description="At least 10 characters."
      autoComplete="new-password"
      required
      minLength={10}
      maxLength={128}
      {...props}
    />
  );
}
