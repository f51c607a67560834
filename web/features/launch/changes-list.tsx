import { Alert, Text, Title } from '@mantine/core';
import { paths } from '../../lib/paths';
import { TextLink } from '../../parts/links';
import type { ChangedField } from './changed-fields';
import type { EarlierLaunch } from './earlier-launch';
import classes from './launch.module.css';

/** What a form changes of an earlier launch, and what that means for its result. */
export function ChangesList({
  changes,
  earlier: { runId, title, status },
}: {
  changes: readonly ChangedField[];
  earlier: EarlierLaunch;
}) {
  const decided = changes.some(({ decides }) => decides);
  return (
    <section aria-label="What changes" className={classes.changes}>
      <Title order={2} size="h4">
        What changes
      </Title>
      <Text size="sm" c="dimmed">
        Against <TextLink href={paths.run(runId)}>{title}</TextLink>.
      </Text>
      <div aria-live="polite">
        {changes.length > 0 && (
          <dl className={classes.changed}>
            {changes.map(({ path, title, before, after }) => (
              <div key={path}>
                <dt>{title}</dt>
                <dd>
                  <del>{before}</del> <span aria-hidden="true">→</span> <ins>{after}</ins>
                </dd>
              </div>
            ))}
          </dl>
        )}
        {!decided && <Unchanged status={status} />}
      </div>
    </section>
  );
}

function Unchanged({ status }: { status: string }) {
  return (
    <Alert color="gray" variant="light">
      Nothing changes that the result depends on. {resultWords[status] ?? openWords}
    </Alert>
  );
}

const resultWords: Readonly<Record<string, string>> = {
  SUCCEEDED:
    'The earlier result is taken over at once, unless the code of this kind of run or the computing backend has changed since.',
  FAILED: 'As the earlier run failed, all is computed again.',
  CANCELLED: 'As the earlier run was cancelled, all is computed again.',
};
const openWords =
  'The earlier run has not ended: its result is taken over if it is there when this one begins, else all is computed twice.';
