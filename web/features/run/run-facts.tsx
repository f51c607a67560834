import { paths } from '../../lib/paths';
import { Ago } from '../../parts/ago';
import type { Fact } from '../../parts/facts';
import { TextLink } from '../../parts/links';
import { titleOfMetric } from '../../text/names';
import { formatBytes, formatReal } from '../../text/numbers';
import { formatDuration } from '../../text/times';
import { mayLaunch } from '../account/may-launch';
import type { RunWordsData } from '../logged-run/logged-run-details';
import { PrioritySelect } from './priority-select';
import { priorityWords } from './priority-words';
import type { RunPageData } from './run-details';

/** What stands at the head of a run's page: who launched it, what it was expected to need, and what it took. */
export function factsOfRun(run: RunPageData): Fact[] {
  const { reusedFrom, testBed, backend, seconds, seed, createdByName, createdAt, attempt } = run;
  const { estimate, peakMemoryBytes } = run;
  return [
    ...figureFacts(run),
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

/** What it amounts to: metrics of one point, which is at step 0. Curves are drawn below. */
function figureFacts({ status, metrics }: RunPageData): Fact[] {
  if (status !== 'SUCCEEDED') return [];
  const figures = metrics.filter(({ steps }) => steps.length === 1 && steps[0] === 0);
  return figures.map(({ name, values: [value] }) => [titleOfMetric(name), formatReal(value ?? null)]);
}

/** Of a run that nobody has begun, to be changed; of another one only where it is out of the ordinary. */
function priorityFact({ id, priority, status, project }: RunPageData): Fact[] {
  const open = status === 'WAITING' || status === 'QUEUED';
  if (open && mayLaunch(project.viewerRole))
    return [['Priority', <PrioritySelect key="priority" id={id} priority={priority} />]];
  return open || priority !== 'NORMAL' ? [['Priority', priorityWords[priority]]] : [];
}

function expectedOf({ seconds, memoryBytes }: NonNullable<RunPageData['estimate']>): string {
  return `${formatDuration(seconds)}, ${formatBytes(memoryBytes)}`;
}

/** Of a logged run: when it began, and when its code was last heard of, since nobody else knows whether that lives. */
export function factsOfLoggedRun(
  { createdByName, createdAt, seconds, status }: RunPageData,
  { lastHeardAt }: RunWordsData,
): Fact[] {
  return [
    ['Began', <Ago key="at" at={createdAt} />],
    ...(createdByName ? [['By', createdByName] as const] : []),
    ...(seconds === null ? [] : [['Took', formatDuration(seconds)] as const]),
    ...(lastHeardAt && status === 'RUNNING'
      ? [['Last heard of', <Ago key="heard" at={lastHeardAt} />] as const]
      : []),
  ];
}
