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
        {!decided && <Unchanged succeeded={status === 'SUCCEEDED'} />}
      </div>
    </section>
  );
}

function Unchanged({ succeeded }: { succeeded: boolean }) {
  return (
    <Alert color="gray" variant="light">
      {succeeded
        ? 'Nothing changes that the result depends on. The earlier result is taken over at once, unless the code of this kind of run or the computing backend has changed since.'
        : 'Nothing changes that the result depends on. As the earlier run gave no result, all is computed again.'}
    </Alert>
  );
}
