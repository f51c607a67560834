import { classInWords, optionInWords } from '../../forms/parameter';
import { parameterInWords } from '../../parts/parameter-list';
import { titleOfName } from '../../text/names';
import { filesOf, inputOfField, keptUploads, numbersOf, shownValue } from './field-values';
import type { GridAxis } from './grid';
import type { LaunchField } from './launch-fields';
import type { LaunchValues, Offer, PlacedField } from './launch-state';
import { thingChoice } from './thing-choice';
import { chosenVariant, visibleFields } from './visible-fields';

/** A field that stands otherwise than in the launch before. */
export interface ChangedField {
  readonly path: string;
  readonly title: string;
  /** For people; a dash where there was no such field. */
  readonly before: string;
  readonly after: string;
  /** Whether the result depends on it. */
  readonly decides: boolean;
}

/** What a form holds. */
export interface FormState {
  readonly fields: readonly LaunchField[];
  readonly values: LaunchValues;
}

/** Fields that say how a run is called and when it is its turn. */
const besideTheResult: ReadonlySet<string> = new Set(['priority', 'description']);

const nothing = '–';

/**
 * What differs between two states of a form, in the order of the fields. `names` are those of things that went into the
 * launch before, which the project may not offer any more. The name of what is made is not looked at.
 */
export function changedFields(
  before: FormState,
  now: FormState,
  {
    offer,
    names,
    axes = [],
  }: { offer: Offer; names: Readonly<Record<string, string>>; axes?: readonly GridAxis[] },
): ChangedField[] {
  const were = heldBy(before, { names });
  const are = heldBy(now, { offer, names });
  for (const { path, title, values, inWords } of axes) {
    const words = values.map(inWords).join(', ');
    if (values.length > 1) are.set(path, { title, input: words, words });
  }
  const paths = new Set([...are.keys(), ...were.keys()]);
  return [...paths].flatMap((path) => {
    const [was, is] = [were.get(path), are.get(path)];
    if (was?.input === is?.input) return [];
    const words = { before: was?.words ?? nothing, after: is?.words ?? nothing };
    return [{ path, title: is?.title ?? was?.title ?? path, ...words, decides: !besideTheResult.has(path) }];
  });
}

interface Held {
  readonly title: string;
  /** As it would be sent, to be compared. */
  readonly input: string;
  readonly words: string;
}

/** What each field holds. Without an offer, things are those whose ids stand there. */
function heldBy(
  { fields, values }: FormState,
  { offer, names }: { offer?: Offer; names: Readonly<Record<string, string>> },
): Map<string, Held> {
  const all = visibleFields(fields, values);
  return new Map(
    all
      .filter(({ path }) => path !== 'name')
      .map((placed) => {
        const chosen = offer
          ? thingChoice(placed, all, { values, offer }).chosen
          : idsIn(values[placed.path]).map((id) => ({
              id,
              name: names[id] ?? 'one that is gone',
              ready: true,
            }));
        const sent =
          placed.field.kind === 'choice'
            ? chosenVariant(placed.field, placed.path, values)?.id
            : inputOfField(placed, { values, chosen, uploads: filesOf(values[placed.path]).map(fileKey) });
        const words = wordsOf(placed, { values, chosen });
        return [placed.path, { title: titleOf(placed.field), input: JSON.stringify(sent) ?? '', words }];
      }),
  );
}

function idsIn(value: LaunchValues[string]): string[] {
  return [value].flat().filter((id): id is string => typeof id === 'string' && id !== '');
}

const fileKey = ({ name, size, lastModified }: File) => `${name} ${size} ${lastModified}`;

function titleOf(field: LaunchField): string {
  return field.kind === 'parameter' ? titleOfName(field.parameter.name) : field.title;
}

function wordsOf(
  placed: PlacedField,
  { values, chosen }: { values: LaunchValues; chosen: readonly { readonly name: string }[] },
): string {
  const { field, path } = placed;
  if (field.kind === 'thing' || field.kind === 'things')
    return chosen.map(({ name }) => name).join(', ') || ('none' in field && field.none) || 'none';
  if (field.kind === 'choice') return chosenVariant(field, path, values)?.title ?? nothing;
  if (field.kind === 'file') {
    const files = filesOf(values[path]).map(({ name }) => name);
    return files.join(', ') || (keptUploads(values[path]).length > 0 ? 'as before' : nothing);
  }
  const value = shownValue(placed, values);
  if (field.kind === 'numbers') return numbersInWords(field.name, String(value));
  if (Array.isArray(value)) return value.map(optionInWords).join(', ') || 'all';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const text = String(value).trim();
  if (field.kind === 'parameter' && field.parameter.type === 'CHOICE') return text && optionInWords(text);
  if (field.kind === 'parameter' && field.parameter.type === 'CLASS')
    return classInWords(field.parameter.options, text) || nothing;
  return text || nothing;
}

function numbersInWords(name: string, text: string): string {
  const numbers = numbersOf(text);
  if (numbers.length === 0) return nothing;
  // What is no number is shown as it was typed.
  if (numbers.some(({ number }) => Number.isNaN(number))) return text;
  return name === 'epsilons'
    ? parameterInWords(
        name,
        numbers.map(({ number }) => number),
      )
    : numbers.map((one) => one.text).join(', ');
}
