import { graphql, type ResultOf } from '@fiducial/schema';
import { titleOfName } from '../text/names';

/** What a form needs of a parameter: all of it is said by the server. */
export const ParameterFragment = graphql(`
  fragment ParameterFragment on Parameter @_unmask {
    name
    type
    description
    required
    default
    minimum
    maximum
    exclusiveMinimum
    options
    onlyWith { parameter value }
    onlyAgainst
  }
`);

/** A parameter as the server describes it; of a class, a form that knows the names of the classes has them as its options. */
export type Parameter = ResultOf<typeof ParameterFragment>;

/** What stands in a field: text as typed, a switch, or chosen names. */
export type FieldValue = string | boolean | readonly string[];

/** What a field shows at first: the default. */
export function initialValue({ type, default: value }: Parameter): FieldValue {
  if (type === 'BOOLEAN') return value === true;
  if (type === 'LAYERS') return Array.isArray(value) ? value.map(String) : [];
  if (value === null || value === undefined) return '';
  return typeof value === 'number' ? numberText(value) : String(value);
}

/** A field's value as the API takes it; undefined where nothing is given, so that the default holds. */
export function parameterInput({ type }: Parameter, value: FieldValue): unknown {
  if (Array.isArray(value) && value.length === 0) return undefined;
  if (typeof value !== 'string') return value;
  if (value.trim() === '') return undefined;
  return isNumber(type) ? parseNumber(value) : value.trim();
}

/** What is wrong with a field's value, in words; undefined where nothing is. */
export function checkParameter(parameter: Parameter, value: FieldValue): string | undefined {
  const { type, options } = parameter;
  if (typeof value !== 'string') return undefined;
  if (value.trim() === '') return isNeeded(parameter) ? 'A value is needed.' : undefined;
  if (type === 'CHOICE')
    return options?.includes(value) ? undefined : `Expected one of ${options?.join(', ')}, got ${value}.`;
  if (!isNumber(type)) return undefined;
  const number = parseNumber(value);
  if (!Number.isFinite(number)) return `Expected a number, got “${value.trim()}”.`;
  if (type === 'CLASS' && options && options[number] === undefined)
    return `Expected one of the ${bound(options.length)} classes, numbered from 0, got ${value.trim()}.`;
  if (type !== 'NUMBER' && !Number.isInteger(number)) return `Expected a whole number, got ${value.trim()}.`;
  if (!inRange(parameter, number)) return `Expected ${rangeInWords(parameter)}, got ${value.trim()}.`;
  if (type !== 'NUMBER' && number > greatestInt)
    return `Expected at most ${bound(greatestInt)}, got ${value.trim()}.`;
  return undefined;
}

/** Whether values are written as numbers. */
export function isNumber(type: Parameter['type']): boolean {
  return type === 'NUMBER' || type === 'INTEGER' || type === 'CLASS';
}

/** A class by its name, and its number where the name says something else; by its number where no name is known. */
export function classInWords(names: readonly string[] | null, number: string): string {
  const name = /^\d+$/.test(number) ? names?.[Number(number)] : undefined;
  return name === undefined || name === number ? number : `${name} (${number})`;
}

/** One that counts with a value of another alone is not shown where it does not count. */
function isNeeded({ required, onlyWith, default: value }: Parameter): boolean {
  return required || (onlyWith !== null && value === null);
}

/** The API's whole numbers have 32 bits, whatever they mean. */
const greatestInt = 2 ** 31 - 1;

function inRange({ minimum, maximum, exclusiveMinimum }: Parameter, number: number): boolean {
  if (minimum !== null && (exclusiveMinimum ? number <= minimum : number < minimum)) return false;
  return maximum === null || number <= maximum;
}

/** The range of a parameter: "above 0 and at most 1000"; empty where there is none. */
export function rangeInWords({ minimum, maximum, exclusiveMinimum }: Parameter): string {
  const from = minimum === null ? '' : `${exclusiveMinimum ? 'above' : 'at least'} ${bound(minimum)}`;
  const to = maximum === null ? '' : `at most ${bound(maximum)}`;
  return [from, to].filter(Boolean).join(' and ');
}

/** A choice for people: an enum's STANDARD becomes "Standard"; abbreviations such as RGB stay. */
export function optionInWords(option: string): string {
  return optionTitles[option] ?? (/[a-z][A-Z]/.test(option) ? titleOfName(option) : option);
}

const optionTitles: Readonly<Record<string, string>> = {
  STANDARD: 'Standard',
  FULL: 'Full',
  GREY: 'Gray',
  FLOAT32: 'Single-precision floats',
  HIGH: 'High',
  NORMAL: 'Normal',
  LOW: 'Low',
  UINT8: '8-bit integers',
  none: 'None',
  random: 'Random',
  next: 'The next one',
  leastLikely: 'The least likely',
  class: 'A class of your choice',
  l2: 'l2: length 1',
  pca: 'PCA',
  pcaWhitening: 'PCA, whitened',
};

/** A number in a hint: separators within whole ones, so that 4,294,967,295 can be read. */
export function bound(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en-US') : String(Number(value.toPrecision(3)));
}

/** A number as people write it: 0.1, 1e-3, or a fraction such as 8/255. Not a number for anything else. */
export function parseNumber(text: string): number {
  const [above = '', below, ...more] = text.split('/').map((part) => part.trim());
  if (more.length > 0 || above === '' || below === '') return Number.NaN;
  return below === undefined ? Number(above) : Number(above) / Number(below);
}

const grayLevels = 255;

/** A number so that it is read as the same number: a fraction of the gray levels where it is exactly one, 20/255. */
export function numberText(value: number): string {
  const levels = Math.round(value * grayLevels);
  const isFraction = levels > 0 && levels < grayLevels && levels / grayLevels === value;
  // 0.2 is 51/255, and shorter.
  return isFraction && String(value).length > 6 ? `${levels}/${grayLevels}` : String(value);
}
