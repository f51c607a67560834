import { Alert } from '@mantine/core';

/** What keeps a form from being done, read out at once; nothing where there is no problem. */
export function ProblemAlert({ problem }: { problem: string | undefined }) {
  return (
    problem && (
      <Alert color="red" role="alert">
        {problem}
      </Alert>
    )
  );
}
