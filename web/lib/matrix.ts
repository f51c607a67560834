/** Whether a value that the API gives as JSON is rows of numbers. */
export function isMatrix(value: unknown): value is number[][] {
  return (
    Array.isArray(value) &&
    value.every((row) => Array.isArray(row) && row.every((of) => typeof of === 'number'))
  );
}
