import type { InputColumns } from './inputs-file';

/** More answers than this of one evaluation are rarely asked for again. */
const mostKept = 24;

const known = new WeakMap<InputColumns, Map<string, unknown>>();

/**
 * What was computed from the inputs of an evaluation, kept for as long as these are in memory: they never change. `key`
 * says what it is and with which arguments; one key is always computed alike.
 */
export function derived<T>(inputs: InputColumns, key: string, compute: () => T): T {
  const kept = known.get(inputs) ?? new Map<string, unknown>();
  known.set(inputs, kept);
  if (kept.has(key)) return kept.get(key) as T; // computed by the same function
  const value = compute();
  const [oldest] = kept.keys();
  if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
  kept.set(key, value);
  return value;
}
