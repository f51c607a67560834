import { parameterInWords } from '../../parts/parameter-list';

/** A parameter with its value for each detector; null where a method does not have it. */
export interface ParameterRow {
  readonly name: string;
  readonly values: readonly (string | null)[];
}

/** Parameters that differ between detectors, and those that all have alike. */
export function compareParameters(all: readonly Readonly<Record<string, unknown>>[]): {
  differing: ParameterRow[];
  common: ParameterRow[];
} {
  const names = [...new Set(all.flatMap((parameters) => Object.keys(parameters)))];
  const rows = names.map((name) => ({
    name,
    values: all.map((parameters) => (name in parameters ? parameterInWords(name, parameters[name]) : null)),
  }));
  const isCommon = ({ values }: ParameterRow) => values.every((value) => value === values[0]);
  return { differing: rows.filter((row) => !isCommon(row)), common: rows.filter(isCommon) };
}
