import { type FragmentOf, graphql, readFragment } from '@fiducial/schema';
import type { ReactNode } from 'react';
import { paths } from '../../lib/paths';
import { Empty } from '../../parts/empty';
import { ButtonLink, TextLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import { Section } from '../../parts/section';
import { RunLines } from '../run/run-lines';
import { endedStatuses, RunRow } from '../run/run-row';
import { RunStatus } from '../run/run-status';

/** The run that makes a thing, as the thing's page needs it. */
export const MakingRun = graphql(
  `
    fragment MakingRun on Run {
      id
      status
      project { id name }
      ...RunRow
    }
  `,
  [RunRow],
);

/** The page of a thing: its head, and what it holds; before it is made, how far its run is. */
export function ThingFrame({
  name,
  kind,
  run: runRef,
  description,
  crumbs = [],
  next,
  actions,
  children,
}: {
  name: string;
  /** What it is, in a word. */
  kind: string;
  run: FragmentOf<typeof MakingRun>;
  description?: ReactNode;
  crumbs?: readonly { title: string; href: string }[];
  /** What builds on it, which can be launched before it is made. */
  next?: ReactNode;
  /** What takes that it is made. */
  actions?: ReactNode;
  children: ReactNode;
}) {
  const run = readFragment(MakingRun, runRef);
  const ready = run.status === 'SUCCEEDED';
  const making = !ready && !endedStatuses.has(run.status);
  return (
    <>
      <PageHead
        crumbs={[{ title: run.project.name, href: paths.project(run.project.id) }, ...crumbs]}
        title={name}
        badge={
          ready ? undefined : (
            <TextLink href={paths.run(run.id)} underline="never">
              <RunStatus status={run.status} />
            </TextLink>
          )
        }
        description={
          <>
            {kind}
            {description && <> · {description}</>}
            {' · '}
            <TextLink href={paths.run(run.id)} c="dimmed" underline="always">
              its run
            </TextLink>
          </>
        }
        actions={
          (ready || (making && next)) && (
            <>
              {next}
              {ready && actions}
            </>
          )
        }
      />
      {making && (
        <Section
          title="Being made"
          note={`This page fills by itself.${next ? ' What builds on it can be launched already.' : ''}`}
        >
          <RunLines runs={[run]} projectIds={[run.project.id]} />
        </Section>
      )}
      {!ready && !making && (
        <Empty action={<ButtonLink href={paths.run(run.id)}>See why</ButtonLink>}>
          Its run {run.status === 'FAILED' ? 'failed' : 'was cancelled'}, so it was never made. The run has
          kept what happened, and says what to do.
        </Empty>
      )}
      {ready && children}
    </>
  );
}
