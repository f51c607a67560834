/** Something around the product keeps it from starting. `message` is a sentence that says what to do; no stack is shown. */
export class SetUpError extends Error {
  override readonly name = 'SetUpError';
}
