import { beginning } from '../beginning';

/** Longest path of a parameter; longer ones of a run that is computed here are cut. */
export const mostNameCharacters = 250;
/** Longest text of one: what is longer is cut where runs are searched. */
const mostTextCharacters = 8000;

/** A parameter under its path, such as `optimizer.learningRate`. */
export interface FlatParam {
  readonly name: string;
  readonly value: string | number | boolean | readonly unknown[];
  /** The value in words; lists as JSON. */
  readonly text: string;
  readonly number: number | null;
}

/** The parameters of a JSON object, nested ones under their paths with dots; those that are null are left out. */
export function flatParams(params: unknown): FlatParam[] {
  const found = new Map<string, FlatParam>();
  const walk = (value: unknown, path: readonly string[]) => {
    if (value === null || value === undefined) return;
    if (typeof value === 'object' && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
      return;
    }
    const name = beginning(path.join('.'), mostNameCharacters);
    // JSON knows nothing else.
    const leaf = value as FlatParam['value'];
    const text = beginning(typeof leaf === 'string' ? leaf : JSON.stringify(leaf), mostTextCharacters);
    if (path.length > 0)
      found.set(name, { name, value: leaf, text, number: typeof leaf === 'number' ? leaf : null });
  };
  walk(params, []);
  return [...found.values()];
}

/** What runs are sorted and filtered by, as JSON for a statement of SQL. */
export function searchedBy(params: readonly FlatParam[]): string {
  return JSON.stringify(params.map(({ name, text, number }) => ({ name, text, number })));
}
