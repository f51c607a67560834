import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';

/** Largest answer, in bytes. */
const maxAnswerBytes = 4 * 1024 * 1024;

/** Whether a text is no longer than an answer may be. */
export function fitsAnswer(text: string): boolean {
  // A character takes 3 bytes at most: most answers need no counting.
  return text.length * 3 <= maxAnswerBytes || Buffer.byteLength(text) <= maxAnswerBytes;
}

/** An answer as text; one that is too long is replaced by an error that says so. */
export function answerText(answer: FormattedExecutionResult): string {
  const text = JSON.stringify(answer);
  return fitsAnswer(text) ? text : JSON.stringify({ errors: [tooLarge(text)] });
}

/** What is said in place of an answer that is too long. */
export function tooLarge(text: string): GraphQLFormattedError {
  const message = `answer: expected at most ${maxAnswerBytes} bytes, got ${Buffer.byteLength(text)}: ask for less at once.`;
  return { message, extensions: { code: 'ANSWER_TOO_LARGE' } };
}
