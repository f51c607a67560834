import { readFragment } from '@fiducial/schema';
import { Text } from '@mantine/core';
import type { Metadata } from 'next';
import { idOfSegment, paths, thingPath } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { Facts } from '../../parts/facts';
import { ButtonLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import { ParameterList } from '../../parts/parameter-list';
import { Section } from '../../parts/section';
import { mayChange } from '../account/may-change';
import { mayLaunch } from '../account/may-launch';
import { CommentsSection } from '../comment/comments-section';
import { CopyFold } from '../launch/copy-fold';
import { RunAgainButton } from '../launch/run-again-button';
import { sentLaunch } from '../launch/sent-launch';
import { EndRunMenu } from '../logged-run/end-run-menu';
import { LogSnippet } from '../logged-run/log-snippet';
import { LoggedParams } from '../logged-run/logged-params';
import { RunWords, type RunWordsData } from '../logged-run/logged-run-details';
import { MetricTable } from '../logged-run/metric-table';
import { RunNotes } from '../logged-run/run-notes';
import { RunTags } from '../logged-run/run-tags';
import { ShareButton } from '../shared/share-button';
import { Attempts } from './attempts';
import { CancelButton } from './cancel-button';
import { DeleteRun } from './delete-run';
import { EventLog } from './event-log';
import { loggedTypes } from './event-words';
import { FailureNotice } from './failure-notice';
import { readParameterWords } from './methods';
import { RequeueButton } from './requeue-button';
import { RunDetails, type RunPageData } from './run-details';
import { factsOfLoggedRun, factsOfRun } from './run-facts';
import { RunInputs, RunOutputs } from './run-files';
import { loggedKind } from './run-kinds';
import { RunLive } from './run-live';
import { RunOrigin } from './run-origin';
import { RunStatus } from './run-status';

interface Props {
  readonly params: Promise<{ id: string }>;
}

const readRun = async (params: Props['params']): Promise<RunPageData> =>
  readNode(RunDetails, { id: idOfSegment((await params).id), logged: [...loggedTypes] }, 'Run');

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { title, kindTitle } = await readRun(params);
  return { title: `${kindTitle}: ${title}` };
}

/** Is it healthy? */
export async function RunPage({ params }: Props) {
  const run = await readRun(params);
  const { id, title, kind, kindTitle, status, project, cancellable, thing, events } = run;
  const words: RunWordsData = readFragment(RunWords, run);
  const logged = kind === loggedKind;
  const mayEdit = mayChange(project.viewerRole);
  const launches = mayLaunch(project.viewerRole);
  const again = launches ? sentLaunch(run.launch) : undefined;
  // One that succeeded would be answered by itself, and one that may be queued again goes on where it was.
  const ended = (status === 'FAILED' && !run.requeueable) || status === 'CANCELLED';
  const made = thing && 'id' in thing ? thingPath(thing) : undefined;
  return (
    <>
      <PageHead
        crumbs={[
          { title: project.name, href: paths.project(project.id) },
          { title: 'Runs', href: paths.projectRuns(project.id) },
        ]}
        title={title}
        badge={<RunStatus status={status} />}
        description={kindTitle}
        actions={
          <>
            {run.requeueable && launches && <RequeueButton id={id} title={title} />}
            {again && ended && <RunAgainButton title={title} launch={again} />}
            {again && (
              <ButtonLink href={paths.runAgain(id)} variant="default">
                Change and re-run
              </ButtonLink>
            )}
            {cancellable && !logged && <CancelButton id={id} title={title} />}
            {logged && launches && <EndRunMenu run={{ id, status }} />}
            {mayEdit && <DeleteRun run={{ id, title, project }} />}
            {mayEdit && <ShareButton what={title} shows={{ runId: id }} />}
            {made && status === 'SUCCEEDED' && (
              <ButtonLink href={made} title={thing?.name}>
                <Text span inherit truncate>
                  Open {thing?.name}
                </Text>
              </ButtonLink>
            )}
          </>
        }
      />
      <FailureNotice run={run} />
      <Facts items={logged ? factsOfLoggedRun(run, words) : factsOfRun(run)} />
      {logged && <MetricTable run={words} />}
      <Attempts run={run} />
      <RunLive run={run} />
      {logged && words.metricSummaries.length === 0 && <NothingLogged run={run} />}
      {logged ? (
        <LoggedParams params={words.parameterValues} />
      ) : (
        <Section title="Parameters">
          <ParameterList {...(await readParameterWords(run))} />
        </Section>
      )}
      {again && (
        <Section title="Launch it from elsewhere">
          <CopyFold launch={again} />
        </Section>
      )}
      <RunTags run={words} mayEdit={mayEdit} />
      <RunNotes run={words} mayEdit={mayEdit} />
      <CommentsSection subject={{ runId: id }} />
      <RunInputs run={run} />
      <RunOutputs run={run} />
      <Section title="Log">
        <EventLog events={events} />
      </Section>
      {logged && words.metricSummaries.length > 0 && status === 'RUNNING' && (
        <Section title="Log from your code">
          <LogSnippet projectId={project.id} runId={id} />
        </Section>
      )}
      <RunOrigin run={run} />
    </>
  );
}

function NothingLogged({ run: { id, project } }: { run: RunPageData }) {
  return (
    <Section title="Metrics">
      <Text c="dimmed" mb="md">
        Nothing was logged yet. This code logs to this run:
      </Text>
      <LogSnippet projectId={project.id} runId={id} />
    </Section>
  );
}
