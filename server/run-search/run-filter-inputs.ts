import type { RunStatus } from '@fiducial/prisma/client';
import { builder } from '../graphql/builder';
import { RunStatusEnum } from '../run/run-status-enum';

/** Conditions that a filter may hold in all, those of its groups included. */
export const mostInAll = 30;
/** Runs that a filter may name one by one. */
export const mostIds = 1000;
/** How deep groups may lie in each other: the filter itself is the first level. */
export const deepest = 4;

const NumberConditionInput = builder.inputType('NumberConditionInput', {
  description: 'A condition on a number; everything given must hold. Not-a-number fulfills none.',
  fields: (t) => ({
    equals: t.field({ type: 'Real', description: 'Equal to this.' }),
    not: t.field({ type: 'Real', description: 'Other than this.' }),
    above: t.field({ type: 'Real', description: 'Greater than this.' }),
    atLeast: t.field({ type: 'Real', description: 'This or greater.' }),
    below: t.field({ type: 'Real', description: 'Less than this.' }),
    atMost: t.field({ type: 'Real', description: 'This or less.' }),
  }),
});

const TextConditionInput = builder.inputType('TextConditionInput', {
  description: 'A condition on a text; everything given must hold.',
  fields: (t) => ({
    equals: t.string({ description: 'Equal to this.' }),
    not: t.string({ description: 'Other than this.' }),
    contains: t.string({ description: 'With this in it, in capitals or not.' }),
    oneOf: t.stringList({ description: 'One of these.' }),
  }),
});

/** Which value of a metric stands for a run. */
const MetricValueEnum = builder.enumType('MetricValue', {
  description: 'Which value of a metric stands for a run.',
  values: {
    LAST: { description: 'The one at the greatest step.' },
    MIN: { description: 'The least.' },
    MAX: { description: 'The greatest.' },
    BEST: { description: 'The least or the greatest, as the goal of the metric says.' },
  } as const,
});

const missing = 'Runs that have none of this name, instead.';

const MetricConditionInput = builder.inputType('MetricConditionInput', {
  description: 'Runs with a metric that fulfills a condition, or that have it at all.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name of the metric.' }),
    of: t.field({ type: MetricValueEnum, description: 'Which of its values; the last when left out.' }),
    is: t.field({ type: NumberConditionInput, description: 'What the value is to be.' }),
    missing: t.boolean({ description: missing }),
  }),
});

const ParameterConditionInput = builder.inputType('ParameterConditionInput', {
  description: 'Runs with a parameter that fulfills a condition, or that have it at all.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Path of the parameter, such as optimizer.learningRate.' }),
    number: t.field({ type: NumberConditionInput, description: 'What it is to be as a number.' }),
    text: t.field({ type: TextConditionInput, description: 'What it is to be as a text.' }),
    missing: t.boolean({ description: missing }),
  }),
});

const TagConditionInput = builder.inputType('TagConditionInput', {
  description: 'Runs with a tag that fulfills a condition, or that have it at all.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'Key of the tag.' }),
    value: t.field({ type: TextConditionInput, description: 'What it is to say.' }),
    missing: t.boolean({ description: missing }),
  }),
});

const DateRangeInput = builder.inputType('DateRangeInput', {
  description: 'A stretch of time.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', description: 'Then or later.' }),
    before: t.field({ type: 'DateTime', description: 'Earlier.' }),
  }),
});

/** A condition on one thing that runs have, or a group of filters: everything given must hold. */
export interface RunFilter {
  readonly kinds?: string[] | null | undefined;
  readonly statuses?: RunStatus[] | null | undefined;
  readonly text?: string | null | undefined;
  readonly metrics?: (typeof MetricConditionInput.$inferInput)[] | null | undefined;
  readonly parameters?: (typeof ParameterConditionInput.$inferInput)[] | null | undefined;
  readonly tags?: (typeof TagConditionInput.$inferInput)[] | null | undefined;
  readonly created?: typeof DateRangeInput.$inferInput | null | undefined;
  readonly ended?: typeof DateRangeInput.$inferInput | null | undefined;
  readonly ids?: string[] | null | undefined;
  readonly except?: string[] | null | undefined;
  readonly newest?: string | null | undefined;
  readonly allOf?: RunFilter[] | null | undefined;
  readonly anyOf?: RunFilter[] | null | undefined;
}

/** Which runs a list is narrowed to. */
export const RunFilterInput = builder.inputRef<RunFilter>('RunFilter');

RunFilterInput.implement({
  description: `Which runs; everything given must hold. Groups in it count: at most ${mostInAll} conditions in all, nested at most ${deepest} deep.`,
  fields: (t) => ({
    kinds: t.stringList({ description: 'Only these kinds.' }),
    statuses: t.field({ type: [RunStatusEnum], description: 'Only these states.' }),
    text: t.string({ description: 'Part of the title.' }),
    metrics: t.field({ type: [MetricConditionInput], description: 'Conditions on metrics; at most 10.' }),
    parameters: t.field({
      type: [ParameterConditionInput],
      description: 'Conditions on parameters; at most 10.',
    }),
    tags: t.field({ type: [TagConditionInput], description: 'Conditions on tags; at most 10.' }),
    created: t.field({ type: DateRangeInput, description: 'When they were launched.' }),
    ended: t.field({ type: DateRangeInput, description: 'When they ended.' }),
    ids: t.idList({ description: `Only these runs, at most ${mostIds}.` }),
    except: t.idList({ description: `Not these runs, at most ${mostIds}.` }),
    newest: t.id({ description: 'This run and those launched before it: a list that does not grow.' }),
    allOf: t.field({ type: [RunFilterInput], description: 'A group: each of these filters must hold.' }),
    anyOf: t.field({ type: [RunFilterInput], description: 'A group: one of these filters must hold.' }),
  }),
});

/** A condition on a number as resolvers are given it. */
export type NumberCondition = typeof NumberConditionInput.$inferInput;
/** A condition on a text as resolvers are given it. */
export type TextCondition = typeof TextConditionInput.$inferInput;
/** Which value of a metric stands for a run. */
export type MetricValue = typeof MetricValueEnum.$inferType;

const RunFieldEnum = builder.enumType('RunField', {
  description: 'What every run has.',
  values: {
    CREATED: { description: 'When it was launched.' },
    ENDED: { description: 'When it ended; those that go on come last.' },
    TITLE: { description: 'What people call it.' },
    STATUS: { description: 'How far it is.' },
    KIND: { description: 'What kind of work it is.' },
  } as const,
});

const MetricKeyInput = builder.inputType('MetricKeyInput', {
  description: 'A metric to sort by.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Its name.' }),
    of: t.field({ type: MetricValueEnum, description: 'Which of its values; the last when left out.' }),
  }),
});

const ParameterKeyInput = builder.inputType('ParameterKeyInput', {
  description: 'A parameter to sort by.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Its path.' }),
    asText: t.boolean({ description: 'Whether it is sorted as a text; else as a number.' }),
  }),
});

/** What a list of runs is sorted by. */
export const RunSortInput = builder.inputType('RunSort', {
  description:
    'What runs are sorted by: one of field, metric, parameter and tag. Runs without it come last, newest first; equal ones by age.',
  fields: (t) => ({
    field: t.field({ type: RunFieldEnum, description: 'What every run has.' }),
    metric: t.field({ type: MetricKeyInput, description: 'A metric; not-a-number counts as none.' }),
    parameter: t.field({ type: ParameterKeyInput, description: 'A parameter.' }),
    tag: t.string({ description: 'Key of a tag.' }),
    ascending: t.boolean({ description: 'Least or oldest first; else greatest or newest first.' }),
  }),
});

/** A sort as resolvers are given it. */
export type RunSort = typeof RunSortInput.$inferInput;
