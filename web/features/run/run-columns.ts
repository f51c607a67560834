import type { Real } from '@fiducial/schema';
import { titleOfMetric, titleOfParameterPath } from '../../text/names';
import { formatReal } from '../../text/numbers';
import { type MetricValue, metricValues, type RunSort, valueTitles } from './run-conditions';
import type { ListedRun, RunNamesData } from './runs-query';

/** What columns are of. */
export const columnGroups = ['Run', 'Metrics', 'Parameters', 'Tags'] as const;

/** A column of a list of runs that people choose: what every run has, a metric, a parameter or a tag. */
export interface RunColumn {
  /** How addresses and saved views name it: `run:status`, `metric:LAST:loss`, `parameter:rate`, `tag:data`. */
  readonly key: string;
  readonly title: string;
  readonly group: (typeof columnGroups)[number];
  readonly figures: boolean;
  /** Least width, in pixels, and whether it takes of what is left. */
  readonly width: number;
  readonly grows?: boolean;
  /** What it says; columns of what every run has are drawn by run-cells. */
  readonly cell?: (run: ListedRun) => string;
  readonly sort?: (ascending: boolean) => RunSort;
}

const byField = (field: NonNullable<RunSort['field']>) => (ascending: boolean) => ({ field, ascending });

/** Columns of what every run has, beside its name. */
const ownColumns = [
  { key: 'run:status', title: 'Status', figures: false, width: 200, grows: true, sort: byField('STATUS') },
  { key: 'run:project', title: 'Project', figures: false, width: 150 },
  { key: 'run:priority', title: 'Priority', figures: false, width: 110 },
  { key: 'run:made', title: 'Made', figures: false, width: 120 },
  { key: 'run:by', title: 'By', figures: false, width: 130 },
  { key: 'run:took', title: 'Took', figures: true, width: 90 },
  { key: 'run:launched', title: 'Launched', figures: true, width: 120, sort: byField('CREATED') },
  { key: 'run:ended', title: 'Ended', figures: true, width: 120, sort: byField('ENDED') },
] as const;

/** Key of a column of what every run has. */
export type OwnColumnKey = (typeof ownColumns)[number]['key'];

const before = ['run:status'] as const;
const after = ['run:by', 'run:took', 'run:launched'] as const;

/** Keys of the columns that a list shows: those chosen, or the usual ones; of all projects with the project. */
export function columnKeysShown(chosen: readonly string[] | null, ofAllProjects: boolean): readonly string[] {
  const keys = (chosen ?? []).filter((key) => columnOf(key));
  if (keys.some((key) => key.startsWith('run:'))) return keys;
  // Views that an earlier release saved name only what was added to the usual columns.
  return [
    ...before,
    ...(ofAllProjects ? ['run:project'] : []),
    ...(keys.length > 0 ? keys : ['run:made']),
    ...after,
  ];
}

/** The column of a key; undefined for one that is none. */
export function columnOf(key: string): RunColumn | undefined {
  const [kind, ...rest] = key.split(':');
  const own = ownColumns.find((column) => column.key === key);
  if (own) return { ...own, group: 'Run' };
  if (kind === 'metric') {
    const [of, ...name] = rest;
    const value = metricValues.find((one) => one === of);
    return value && name.length > 0 ? metricColumn(name.join(':'), value) : undefined;
  }
  const name = rest.join(':');
  if (name === '') return undefined;
  if (kind === 'parameter') return parameterColumn(name);
  return kind === 'tag' ? tagColumn(name) : undefined;
}

function metricColumn(name: string, of: MetricValue): RunColumn {
  const pick = { LAST: 'last', MIN: 'min', MAX: 'max', BEST: 'best' } as const;
  return {
    key: `metric:${of}:${name}`,
    title: of === 'LAST' ? titleOfMetric(name) : `${titleOfMetric(name)}, ${valueTitles[of]}`,
    group: 'Metrics',
    figures: true,
    width: 120,
    cell: ({ metricSummaries }) => {
      const value: Real | null | undefined = metricSummaries.find((metric) => metric.name === name)?.[
        pick[of]
      ];
      return formatReal(value ?? null);
    },
    sort: (ascending) => ({ metric: { name, of }, ascending }),
  };
}

function parameterColumn(name: string): RunColumn {
  return {
    key: `parameter:${name}`,
    title: titleOfParameterPath(name),
    group: 'Parameters',
    figures: false,
    width: 130,
    cell: ({ parameterValues }) => {
      // As it was logged: 0.001 is not 0.00100.
      return parameterValues.find((parameter) => parameter.name === name)?.text ?? '–';
    },
    sort: (ascending) => ({ parameter: { name, asText: false }, ascending }),
  };
}

function tagColumn(key: string): RunColumn {
  return {
    key: `tag:${key}`,
    title: key,
    group: 'Tags',
    figures: false,
    width: 130,
    cell: ({ tags }) => {
      const tag = tags.find((one) => one.key === key);
      return tag ? tag.value || 'yes' : '–';
    },
    sort: (ascending) => ({ tag: key, ascending }),
  };
}

/** All columns that runs offer, with what those of one project carry. */
export function columnsOffered(names: RunNamesData | null): RunColumn[] {
  const { metricNames = [], parameterNames = [], tagKeys = [] } = names ?? {};
  return [
    ...ownColumns.map((column) => ({ ...column, group: 'Run' as const })),
    ...metricNames.flatMap((name) => metricValues.map((of) => metricColumn(name, of))),
    ...parameterNames.map(parameterColumn),
    ...tagKeys.map(tagColumn),
  ];
}

/** What the query is to bring for some columns. */
export function namesNeeded(columns: readonly RunColumn[]): { metrics: string[]; parameters: string[] } {
  const after = (prefix: string) =>
    columns.flatMap(({ key }) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
  return {
    metrics: [...new Set(after('metric:').map((rest) => rest.slice(rest.indexOf(':') + 1)))],
    parameters: after('parameter:'),
  };
}
