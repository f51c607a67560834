import { Text } from '@mantine/core';
import { optionInWords } from '../forms/parameter';
import { titleOfName } from '../text/names';
import { formatEpsilon, formatNumber } from '../text/numbers';
import { DataTable } from './data-table';

/** What the server says of a parameter. */
export interface DescribedParameter {
  readonly name: string;
  /** What people call it, where that is not its name. */
  readonly title?: string;
  readonly description: string;
  /** Holds where none is given. */
  readonly default?: unknown;
  /** The values that it can have, where they are a few words. */
  readonly options?: readonly string[] | null;
}

interface Row {
  readonly name: string;
  readonly value: unknown;
  readonly description: string;
  /** Whether it stands at its default. */
  readonly isDefault: boolean;
}

/** Parameters, a row each: those given, and the defaults of the others. */
export function ParameterList({
  parameters,
  described = [],
  titles = {},
}: {
  parameters: unknown;
  /** What the method takes. */
  described?: readonly DescribedParameter[];
  /** Words for values that are ids. */
  titles?: Readonly<Record<string, string>>;
}) {
  const rows = parameterRows(parameters, described);
  if (rows.length === 0) return <Text c="dimmed">It has no parameters.</Text>;
  return (
    <DataTable
      label="Parameters"
      rows={rows}
      rowKey={({ name }) => name}
      columns={[
        {
          title: 'Parameter',
          cell: ({ name }) => titleOfParameter(name, described),
        },
        {
          title: 'Value',
          cell: ({ name, value, isDefault }) => (
            <>
              {valueInForm(name, value, { described, titles })}
              {isDefault && (
                <Text component="span" size="xs" c="dimmed" ml={8}>
                  default
                </Text>
              )}
            </>
          ),
        },
        {
          title: 'What it is',
          cell: ({ description }) => (
            <Text size="sm" c="dimmed">
              {description}
            </Text>
          ),
        },
      ]}
    />
  );
}

/** What people call a parameter. */
export function titleOfParameter(name: string, described: readonly DescribedParameter[]): string {
  return described.find((of) => of.name === name)?.title ?? titleOfName(name);
}

/** Given values in their order, those of a method within `parameters` beside the others; then the defaults. */
export function parameterRows(parameters: unknown, described: readonly DescribedParameter[]): Row[] {
  // The API gives parameters as a JSON object.
  const { parameters: inner, ...outer } = (parameters ?? {}) as Record<string, unknown>;
  const given = { ...outer, ...(inner as Record<string, unknown> | undefined) };
  const about = (name: string) => described.find((of) => of.name === name);
  const rows = Object.entries(given).map(([name, value]) => ({
    name,
    value,
    description: about(name)?.description ?? besideForms.get(name) ?? '',
    isDefault: JSON.stringify(about(name)?.default) === JSON.stringify(value),
  }));
  const left = described.filter(
    // An attack is run at each of its epsilons: the default of one alone would say something else.
    ({ name, default: value }) =>
      !(name in given) &&
      value !== undefined &&
      value !== null &&
      !(name === 'epsilon' && 'epsilons' in given),
  );
  return [
    ...rows,
    ...left.map(({ name, default: value, description }) => ({ name, value, description, isDefault: true })),
  ];
}

/** Words for what a run is told also where its form does not ask for it. */
const besideForms: ReadonlyMap<string, string> = new Map([
  ['allImages', 'Whether all images of the sample were attacked, or its test images alone.'],
  ['trace', 'Whether loss and success were kept query by query.'],
]);

/** Parameters that are sizes of perturbations, which people count in gray levels. */
const inLevels: ReadonlySet<string> = new Set(['epsilon', 'epsilons', 'stepSize']);

/** A parameter's value for people: sizes of perturbations as they count them. */
export function parameterInWords(name: string, value: unknown): string {
  if (!inLevels.has(name)) return valueInWords(value);
  const sizes = Array.isArray(value) ? value : [value];
  if (sizes.length === 0) return formatEpsilon(null);
  return sizes
    .map((size) => (typeof size === 'number' ? formatEpsilon(size) : valueInWords(size)))
    .join(', ');
}

/** A parameter's value as the form that asks for it calls it: its options by their words, methods and sources by their titles. */
export function valueInForm(
  name: string,
  value: unknown,
  words: {
    readonly described: readonly DescribedParameter[];
    readonly titles: Readonly<Record<string, string>>;
  },
): string {
  const options = words.described.find((of) => of.name === name)?.options ?? [];
  const inWords = (one: unknown): string | undefined => {
    if (typeof one !== 'string') return undefined;
    const option = options.find((of) => of.toLowerCase() === one.toLowerCase());
    if (option !== undefined) return optionInWords(option);
    return Object.hasOwn(words.titles, one) ? words.titles[one] : undefined;
  };
  if (Array.isArray(value) && value.length > 0 && value.every((one) => inWords(one) !== undefined))
    return value.map(inWords).join(', ');
  if (typeof value !== 'object' || value === null || !('type' in value) || !inWords(value.type))
    return inWords(value) ?? parameterInWords(name, value);
  const { type, ...others } = value;
  const parts = Object.entries(others).map(
    ([inner, of]) => `${titleOfName(inner).toLowerCase()} ${valueInForm(inner, of, words)}`,
  );
  return [inWords(type), ...parts].join(', ');
}

/** A value of a parameter for people. */
export function valueInWords(value: unknown): string {
  if (typeof value === 'number')
    return Number.isInteger(value) ? value.toLocaleString('en-US') : formatNumber(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return value.length === 0 ? 'none chosen' : value.map(valueInWords).join(', ');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, inner]) => `${titleOfName(name).toLowerCase()} ${valueInWords(inner)}`)
      .join(', ');
  return String(value);
}
