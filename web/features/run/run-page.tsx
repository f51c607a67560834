import { readFragment } from '@fiducial/schema';
import { Anchor, Text } from '@mantine/core';
import type { Metadata } from 'next';
import { idOfSegment, paths, thingPath } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { Ago } from '../../parts/ago';
import { DataTable } from '../../parts/data-table';
import { Facts } from '../../parts/facts';
import { ButtonLink, TextLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import { ParameterList } from '../../parts/parameter-list';
import { Section } from '../../parts/section';
import { titleOfName, titleOfRole } from '../../text/names';
import { formatBytes } from '../../text/numbers';
import { formatDuration } from '../../text/times';
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
import { PrioritySelect } from './priority-select';
import { priorityWords } from './priority-words';
import { RequeueButton } from './requeue-button';
import { RunDetails, type RunPageData } from './run-details';
import { loggedKind } from './run-kinds';
import { RunLive } from './run-live';
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
  const mayEdit = project.viewerRole === 'EDITOR' || project.viewerRole === 'ADMIN';
  const again = project.viewerRole === 'VIEWER' ? undefined : sentLaunch(run.launch);
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
            {run.requeueable && project.viewerRole !== 'VIEWER' && <RequeueButton id={id} title={title} />}
            {again && ended && <RunAgainButton title={title} launch={again} />}
            {again && (
              <ButtonLink href={paths.runAgain(id)} variant="default">
                Change and re-run
              </ButtonLink>
            )}
            {cancellable && !logged && <CancelButton id={id} title={title} />}
            {logged && project.viewerRole !== 'VIEWER' && <EndRunMenu run={{ id, status }} />}
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
      <Facts items={logged ? loggedFactsOf(run, words) : factsOf(run)} />
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
      <Inputs run={run} />
      <Outputs run={run} />
      <Section title="Log">
        <EventLog events={events} />
      </Section>
      {logged && words.metricSummaries.length > 0 && status === 'RUNNING' && (
        <Section title="Log from your code">
          <LogSnippet projectId={project.id} runId={id} />
        </Section>
      )}
      <Origin run={run} />
    </>
  );
}

function factsOf(run: RunPageData): Parameters<typeof Facts>[0]['items'] {
  const { reusedFrom, testBed, backend, seconds, seed, createdByName, createdAt, attempt } = run;
  const { estimate, peakMemoryBytes } = run;
  return [
    ['Launched', <Ago key="at" at={createdAt} />],
    ...(createdByName ? [['By', createdByName] as const] : []),
    ...(seconds === null ? [] : [['Computed for', formatDuration(seconds)] as const]),
    ['Seed', seed],
    ...priorityFact(run),
    ...(reusedFrom
      ? [
          [
            'Reused from',
            <TextLink key="run" href={paths.run(reusedFrom.id)}>
              {reusedFrom.title}
            </TextLink>,
          ] as const,
        ]
      : []),
    ...(testBed ? [['Part of', testBed.name] as const] : []),
    ...(backend ? [['Computed with', `TensorFlow.js ${backend.version}, ${backend.name}`] as const] : []),
    ...(estimate ? [['Expected', expectedOf(estimate)] as const] : []),
    ...(peakMemoryBytes ? [['Most memory', formatBytes(peakMemoryBytes)] as const] : []),
    ...(run.smallerBatches
      ? [['Batches', 'a quarter, as memory had run out: last digits may differ'] as const]
      : []),
    ...(attempt > 1 ? [['Begun', `${attempt} times`] as const] : []),
  ];
}

/** Of a run that nobody has begun, to be changed; of another one only where it is out of the ordinary. */
function priorityFact({ id, priority, status, project }: RunPageData): Parameters<typeof Facts>[0]['items'] {
  const open = status === 'WAITING' || status === 'QUEUED';
  if (open && project.viewerRole !== 'VIEWER')
    return [['Priority', <PrioritySelect key="priority" id={id} priority={priority} />]];
  return open || priority !== 'NORMAL' ? [['Priority', priorityWords[priority]]] : [];
}

function expectedOf({ seconds, memoryBytes }: NonNullable<RunPageData['estimate']>): string {
  return `${formatDuration(seconds)}, ${formatBytes(memoryBytes)}`;
}

/** Of a logged run: when it began, and when its code was last heard of, since nobody else knows whether that lives. */
function loggedFactsOf(
  { createdByName, createdAt, seconds, status }: RunPageData,
  { lastHeardAt }: RunWordsData,
): Parameters<typeof Facts>[0]['items'] {
  return [
    ['Began', <Ago key="at" at={createdAt} />],
    ...(createdByName ? [['By', createdByName] as const] : []),
    ...(seconds === null ? [] : [['Took', formatDuration(seconds)] as const]),
    ...(lastHeardAt && status === 'RUNNING'
      ? [['Last heard of', <Ago key="heard" at={lastHeardAt} />] as const]
      : []),
  ];
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

function Inputs({ run: { inputs } }: { run: RunPageData }) {
  if (inputs.length === 0) return null;
  return (
    <Section title="Made from">
      <DataTable
        label="Inputs"
        rows={inputs}
        rowKey={({ role }) => role}
        columns={[
          { title: 'As', cell: ({ role }) => titleOfRole(role) },
          {
            title: 'What',
            cell: ({ thing, run }) => {
              const path = thing && 'id' in thing ? thingPath(thing) : undefined;
              return <TextLink href={path ?? paths.run(run.id)}>{thing?.name ?? run.title}</TextLink>;
            },
          },
          {
            title: 'Its run',
            cell: ({ run }) => (
              <TextLink href={paths.run(run.id)} underline="never">
                <RunStatus status={run.status} />
              </TextLink>
            ),
          },
        ]}
      />
    </Section>
  );
}

const fewFiles = 6;

function Outputs({ run: { outputs } }: { run: RunPageData }) {
  if (outputs.length === 0) return null;
  const table = (
    <DataTable
      label="Files"
      rows={outputs}
      rowKey={({ name }) => name}
      columns={[
        {
          title: 'File',
          cell: ({ name, url }) => (
            <Anchor href={url} download inherit>
              {name}
            </Anchor>
          ),
        },
        { title: 'Type', cell: ({ mediaType }) => mediaType },
        { title: 'Size', figures: true, cell: ({ bytes }) => formatBytes(bytes) },
      ]}
    />
  );
  const total = outputs.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <Section title="Files" note={`${outputs.length}, ${formatBytes(total)} in all`}>
      {outputs.length <= fewFiles ? (
        table
      ) : (
        <details>
          <summary>Show all {outputs.length}</summary>
          {table}
        </details>
      )}
    </Section>
  );
}

/** What makes it repeatable: the versions that computed it, and the digest of everything that decides its result. */
function Origin({ run: { versions, taskVersion, kindTitle, inputDigest } }: { run: RunPageData }) {
  // The API gives versions as a JSON object of names and numbers.
  const software = Object.entries((versions ?? {}) as Record<string, string>);
  const entries = [
    ...software.map(([name, version]) => [titleOfName(name), String(version)] as const),
    ...(taskVersion === null ? [] : [['Code of the run', `${kindTitle}, version ${taskVersion}`] as const]),
  ];
  if (entries.length === 0 && !inputDigest) return null;
  return (
    <Section title="Origin">
      {entries.length > 0 && <Facts items={entries} />}
      {inputDigest && (
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          sha256 of everything that decides its result: {inputDigest}
        </Text>
      )}
    </Section>
  );
}
