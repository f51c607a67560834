/** Something keeps the product from starting. `message` is a sentence that says what to do; no stack is shown. */
export class SetUpError extends Error {
  /** @override */
  name = 'SetUpError';
}
