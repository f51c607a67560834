import type { Real } from '@fiducial/schema';
import { formatReal } from '../logged-run/metric-table';
import { type MetricValue, metricValues, type RunSort, valueTitles } from './run-conditions';
import type { ListedRun, RunNamesData } from './runs-query';

/** A column of a list of runs that people choose: a metric, a parameter or a tag. */
export interface RunColumn {
  /** How addresses and saved views name it: `metric:LAST:loss`, `parameter:rate`, `tag:data`. */
  readonly key: string;
  readonly title: string;
  readonly group: 'Metrics' | 'Parameters' | 'Tags';
  readonly figures: boolean;
  readonly cell: (run: ListedRun) => string;
  readonly sort: (ascending: boolean) => RunSort;
}

/** The column of a key; undefined for one that is none. */
export function columnOf(key: string): RunColumn | undefined {
  const [kind, ...rest] = key.split(':');
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
    title: of === 'LAST' ? name : `${name}, ${valueTitles[of]}`,
    group: 'Metrics',
    figures: true,
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
    title: name,
    group: 'Parameters',
    figures: false,
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
    cell: ({ tags }) => {
      const tag = tags.find((one) => one.key === key);
      return tag ? tag.value || 'yes' : '–';
    },
    sort: (ascending) => ({ tag: key, ascending }),
  };
}

/** All columns that the runs of a project offer. */
export function columnsOffered({ metricNames, parameterNames, tagKeys }: RunNamesData): RunColumn[] {
  return [
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
