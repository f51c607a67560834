import { Text } from '@mantine/core';
import { titleOfName } from '../text/names';
import { formatNumber } from '../text/numbers';
import { Facts } from './facts';

/** Parameters with their values, as the server keeps them. */
export function ParameterList({
  parameters,
  titles = {},
}: {
  parameters: unknown;
  /** Words for values that are ids. */
  titles?: Readonly<Record<string, string>>;
}) {
  // The API gives parameters as a JSON object.
  const entries = Object.entries((parameters ?? {}) as Record<string, unknown>);
  if (entries.length === 0) return <Text c="dimmed">It has no parameters.</Text>;
  return (
    <Facts
      items={entries.map(([name, value]) => [
        titleOfName(name),
        (typeof value === 'string' && titles[value]) || valueInWords(value),
      ])}
    />
  );
}

/** A value of a parameter for people. */
export function valueInWords(value: unknown): string {
  if (typeof value === 'number')
    return Number.isInteger(value) ? value.toLocaleString('en-US') : formatNumber(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return value.length === 0 ? 'all' : value.map(valueInWords).join(', ');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, inner]) => `${titleOfName(name).toLowerCase()} ${valueInWords(inner)}`)
      .join(', ');
  return String(value);
}
