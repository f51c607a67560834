import type { VariablesOf } from '@fiducial/schema';
import type { RunsQuery } from './runs-query';

/** A filter as the API takes it. */
export type RunFilter = NonNullable<VariablesOf<typeof RunsQuery>['filter']>;
/** A sort as the API takes it. */
export type RunSort = NonNullable<VariablesOf<typeof RunsQuery>['sort']>;

/** What a condition is on. */
export type Subject = 'metric' | 'parameter' | 'tag';
/** Which value of a metric stands for a run. */
export const metricValues = ['LAST', 'MIN', 'MAX', 'BEST'] as const;
/** One of them. */
export type MetricValue = (typeof metricValues)[number];

const numberSigns = ['above', 'atLeast', 'below', 'atMost', 'equals', 'not'] as const;
const textSigns = ['equals', 'not', 'contains'] as const;
/** How a value is compared. */
export type Sign = (typeof numberSigns)[number] | (typeof textSigns)[number] | 'there' | 'missing';

/** A condition as a person sets it: "last loss below 0.5". */
export interface Condition {
  readonly on: Subject;
  readonly name: string;
  readonly of?: MetricValue | undefined;
  readonly sign: Sign;
  readonly value: string;
}

/** What a list is narrowed by: a condition, or a group of which any must hold. All that a list is narrowed by must hold. */
export type Clause = Condition | { readonly any: readonly Condition[] };

/** The conditions of a clause, of which any must hold. */
export function partsOf(clause: Clause): readonly Condition[] {
  return 'any' in clause ? clause.any : [clause];
}

/** The clause of some conditions of which any must hold. */
export function clauseOf(conditions: readonly Condition[]): Clause {
  const [only, ...more] = conditions;
  return only && more.length === 0 ? only : { any: conditions };
}

/** What people call the parts of a condition. */
export const subjectTitles = { metric: 'Metric', parameter: 'Parameter', tag: 'Tag' } as const;
/** Values of a metric, in words. */
export const valueTitles = { LAST: 'last', MIN: 'least', MAX: 'greatest', BEST: 'best' } as const;
/** How values are compared, as it is written. */
export const signTitles: Readonly<Record<Sign, string>> = {
  above: '>',
  atLeast: '≥',
  below: '<',
  atMost: '≤',
  equals: '=',
  not: '≠',
  contains: 'contains',
  there: 'is there',
  missing: 'is missing',
};

/** How values of a subject can be compared. */
export function signsOf(on: Subject): readonly Sign[] {
  const own =
    on === 'metric' ? numberSigns : on === 'tag' ? textSigns : [...numberSigns, 'contains' as const];
  return [...own, 'there', 'missing'];
}

/** A clause in words. */
export function inWords(clause: Clause): string {
  return partsOf(clause).map(conditionInWords).join(' or ');
}

function conditionInWords({ on, name, of, sign, value }: Condition): string {
  const subject = on === 'metric' ? `${valueTitles[of ?? 'LAST']} ${name}` : name;
  const needsNone = sign === 'there' || sign === 'missing';
  return needsNone ? `${subject} ${signTitles[sign]}` : `${subject} ${signTitles[sign]} ${value}`;
}

/** Clauses as the API takes them. */
export function filterOf(clauses: readonly Clause[]): RunFilter {
  const groups = clauses.filter((clause) => 'any' in clause);
  return {
    ...filterOfAll(clauses.filter((clause): clause is Condition => !('any' in clause))),
    ...(groups.length > 0 && {
      allOf: groups.map(({ any }) => ({ anyOf: any.map((one) => filterOfAll([one])) })),
    }),
  };
}

function filterOfAll(conditions: readonly Condition[]): RunFilter {
  const on = (subject: Subject) => conditions.filter((condition) => condition.on === subject);
  const [metrics, parameters, tags] = [on('metric'), on('parameter'), on('tag')];
  return {
    ...(metrics.length > 0 && {
      metrics: metrics.map(({ name, of, sign, value }) => ({
        name,
        of: of ?? 'LAST',
        ...numeric('is', sign, value),
      })),
    }),
    ...(parameters.length > 0 && {
      parameters: parameters.map(({ name, sign, value }) => ({
        name,
        ...(isNumber(value) && sign !== 'contains'
          ? numeric('number', sign, value)
          : textual('text', sign, value)),
      })),
    }),
    ...(tags.length > 0 && {
      tags: tags.map(({ name, sign, value }) => ({ key: name, ...textual('value', sign, value) })),
    }),
  };
}

function numeric(field: 'is' | 'number', sign: Sign, value: string) {
  if (sign === 'missing') return { missing: true };
  return sign === 'there' ? {} : { [field]: { [sign]: Number(value) } };
}

function textual(field: 'text' | 'value', sign: Sign, value: string) {
  if (sign === 'missing') return { missing: true };
  return sign === 'there' ? {} : { [field]: { [sign]: value } };
}

/** Whether a text is a number as people write them. */
export function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

/** Whether a condition is whole: a number where one is compared. */
export function isWhole({ on, name, sign, value }: Condition): boolean {
  if (name.trim() === '') return false;
  if (sign === 'there' || sign === 'missing') return true;
  const compares = ['above', 'atLeast', 'below', 'atMost'].includes(sign);
  return on === 'metric' || (on === 'parameter' && compares) ? isNumber(value) : value !== '';
}

/** Clauses that a saved filter stands for: the way back of `filterOf`. */
export function clausesOf(filter: unknown): Clause[] {
  const { allOf } = (filter ?? {}) as { allOf?: readonly { anyOf?: readonly unknown[] }[] };
  const groups = (allOf ?? []).map(({ anyOf }) => ({ any: (anyOf ?? []).flatMap(conditionsOf) }));
  return parseClauses([...conditionsOf(filter), ...groups]) ?? [];
}

function conditionsOf(filter: unknown): unknown[] {
  const { metrics, parameters, tags } = (filter ?? {}) as Record<
    string,
    readonly Record<string, unknown>[] | undefined
  >;
  const compared = (
    given: Record<string, unknown>,
    ...fields: string[]
  ): Pick<Condition, 'sign' | 'value'> => {
    const [sign, value] = fields.flatMap((field) => Object.entries(given[field] ?? {}))[0] ?? [];
    if (sign === undefined) return { sign: given.missing ? 'missing' : 'there', value: '' };
    return { sign: sign as Sign, value: String(value) }; // checked below
  };
  return [
    ...(metrics ?? []).map((given) => ({
      on: 'metric',
      name: given.name,
      of: given.of,
      ...compared(given, 'is'),
    })),
    ...(parameters ?? []).map((given) => ({
      on: 'parameter',
      name: given.name,
      ...compared(given, 'number', 'text'),
    })),
    ...(tags ?? []).map((given) => ({ on: 'tag', name: given.key, ...compared(given, 'value') })),
  ];
}

/** What a list may be narrowed by, conditions of groups counted one by one. */
const mostConditions = 20;

/** Clauses from an address, which anybody may have written; null where they are none. */
export function parseClauses(value: unknown): Clause[] | null {
  if (!Array.isArray(value)) return null;
  let left = mostConditions;
  const clauses = value.flatMap((one: unknown): Clause[] => {
    const group = (one as { any?: unknown } | null)?.any;
    const parts = (Array.isArray(group) ? group : [one]).filter(isCondition).filter(isWhole).slice(0, left);
    left -= parts.length;
    return parts.length > 0 ? [clauseOf(parts)] : [];
  });
  return clauses.length > 0 ? clauses : null;
}

function isCondition(value: unknown): value is Condition {
  const { on, name, of, sign, value: compared } = (value ?? {}) as Partial<Record<keyof Condition, unknown>>;
  return (
    (on === 'metric' || on === 'parameter' || on === 'tag') &&
    typeof name === 'string' &&
    typeof compared === 'string' &&
    signsOf(on).includes(sign as Sign) &&
    (of === undefined || metricValues.includes(of as MetricValue))
  );
}

const sortFields = ['CREATED', 'ENDED', 'TITLE', 'STATUS', 'KIND'] as const;

/** A sort from an address; null where it is none. */
export function parseSort(value: unknown): RunSort | null {
  const { field, metric, parameter, tag, ascending } = (value ?? {}) as Record<string, unknown>;
  const order = { ascending: ascending === true };
  const known = sortFields.find((one) => one === field);
  if (known) return { field: known, ...order };
  if (typeof tag === 'string') return { tag, ...order };
  const { name, of, asText } = (metric ?? parameter ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string') return null;
  if (metric) return { metric: { name, of: metricValues.find((one) => one === of) ?? 'LAST' }, ...order };
  return { parameter: { name, asText: asText === true }, ...order };
}
