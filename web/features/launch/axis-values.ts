import {
  checkParameter,
  type FieldValue,
  isNumber,
  numberText,
  type Parameter,
  parseNumber,
} from '../../forms/parameter';
import type { LaunchField } from './launch-fields';

/** What stands in a field that is tried with several values: as typed, or chosen one by one. */
export type AxisEntry = string | readonly string[];

/** The values of an axis in order, each once, or what is wrong with them. */
export type AxisValues = { readonly values: readonly FieldValue[] } | { readonly problem: string };

/** More values on one axis make more runs than anybody launches at once. */
const mostValues = 1000;

/** Parameters that say how a run is launched, not what it computes. */
const besideTheResult: ReadonlySet<string> = new Set(['priority']);

/** Whether a field can be given several values, so that each makes a run of its own. */
export function canVary(field: LaunchField, layers: readonly string[]): boolean {
  if (field.kind !== 'parameter' || besideTheResult.has(field.parameter.name)) return false;
  const { type } = field.parameter;
  return type === 'LAYER' ? layers.length > 0 : type !== 'LAYERS';
}

/** Values to choose from; undefined where numbers are typed. */
export function axisChoices(
  { type, options }: Parameter,
  layers: readonly string[],
): readonly string[] | undefined {
  if (type === 'BOOLEAN') return ['on', 'off'];
  if (type === 'LAYER') return layers;
  if (type === 'CLASS') return options?.map((_, number) => String(number));
  return type === 'CHOICE' ? (options ?? []) : undefined;
}

/** What an axis begins with: the value that stood in the field. */
export function firstEntry({ type, options }: Parameter, value: FieldValue): AxisEntry {
  if (type === 'BOOLEAN') return ['on', 'off'];
  const text = String(value).trim();
  const typed = isNumber(type) && !(type === 'CLASS' && options);
  return typed ? text : text === '' ? [] : [text];
}

/**
 * The values of an axis. Typed ones are numbers and ranges separated by commas: `10:50:10` from 10 to 50 in steps of 10,
 * `0.001:1:x10` from 0.001 to 1, each ten times the one before.
 */
export function axisValues(parameter: Parameter, entry: AxisEntry): AxisValues {
  if (typeof entry !== 'string') return chosenValues(parameter, entry);
  const parts = entry
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const values: string[] = [];
  for (const part of parts) {
    const range = part.includes(':') ? rangeOf(part) : [part];
    if (typeof range === 'string') return { problem: range };
    values.push(...range);
    if (values.length > mostValues) return { problem: `Expected at most ${mostValues} values.` };
  }
  if (values.length === 0) return { problem: 'A value is needed.' };
  const problem = values.map((value) => checkParameter(parameter, value)).find((one) => one !== undefined);
  if (problem) return { problem };
  const once = new Map(values.map((value) => [parseNumber(value), value]));
  return { values: [...once.values()] };
}

function chosenValues(parameter: Parameter, entry: readonly string[]): AxisValues {
  if (entry.length === 0) return { problem: 'Nothing is chosen.' };
  if (parameter.type === 'BOOLEAN') return { values: entry.map((one) => one === 'on') };
  // Classes may be those of another data set by now.
  const problem =
    parameter.type === 'CLASS' ? entry.map((one) => checkParameter(parameter, one)).find(Boolean) : undefined;
  return problem ? { problem } : { values: entry };
}

/** Sums of decimal fractions are off in the last digits. */
const digits = 12;

/** The numbers of a range, or what is wrong with it. */
function rangeOf(part: string): string[] | string {
  const [start, stop, by, ...more] = part.split(':').map((one) => one.trim());
  const factor = by?.startsWith('x') ?? false;
  const [from, to, step] = [start, stop, factor ? by?.slice(1) : by].map((one) => parseNumber(one ?? ''));
  if (more.length > 0 || from === undefined || to === undefined || step === undefined)
    return rangeProblem(part);
  if ([from, to, step].some((one) => !Number.isFinite(one))) return rangeProblem(part);
  if (factor ? !(step > 1 && from > 0) : !(step > 0)) return rangeProblem(part);
  if (to < from) return `Expected the end of ${part} at or above its start.`;
  const values: string[] = [];
  const nearly = 1 + 1e-9;
  for (let at = 0; values.length <= mostValues; at++) {
    const value = factor ? from * step ** at : from + at * step;
    if (factor ? value > to * nearly : value > to + step * (nearly - 1)) break;
    values.push(numberText(Number(value.toPrecision(digits))));
  }
  return values;
}

function rangeProblem(part: string): string {
  return `Expected a range as start:stop:step or start:stop:xfactor, got “${part}”.`;
}
