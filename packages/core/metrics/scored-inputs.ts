/** What an input of an evaluation is. */
export const inputGroups = ['authentic', 'error', 'adversarial', 'control'] as const;
/** One of `inputGroups`. */
export type InputGroup = (typeof inputGroups)[number];

/**
 * Which inputs a metric is over: successful adversarials against authentic (the headline), all attacked inputs against
 * authentic, or successful adversarials against authentic inputs and errors together.
 */
export const denominators = ['successful', 'allAttacked', 'withErrors'] as const;
/** One of `denominators`. */
export type Denominator = (typeof denominators)[number];

/** Scored inputs as columns of one length. */
export interface ScoredInputs {
  readonly score: Float32Array;
  /** Index into `inputGroups`. */
  readonly group: Uint8Array;
  /** Index of the attack set; 255 where there is none. */
  readonly set: Uint8Array;
  /** Index of the epsilon within the set; 255 where there is none. */
  readonly epsilon: Uint8Array;
  readonly success: Uint8Array;
  /** The item that each input is or was made from. */
  readonly original: Uint32Array | Int32Array;
}

/** An attack set of an evaluation. */
export interface EvaluatedSet {
  readonly attack: string;
  readonly control: boolean;
  /** `[null]` for an attack that looks for the smallest perturbation. */
  readonly epsilons: readonly (number | null)[];
}

/** Rows counted as negative: authentic, with errors where the denominator says so. */
export function negativeRows(inputs: ScoredInputs, denominator: Denominator): number[] {
  const authentic = inputGroups.indexOf('authentic');
  const error = inputGroups.indexOf('error');
  return rowsWhere(
    inputs,
    (at) => inputs.group[at] === authentic || (denominator === 'withErrors' && inputs.group[at] === error),
  );
}

/** Adversarial rows counted as positive, of one attack set and epsilon or of all. */
export function positiveRows(
  inputs: ScoredInputs,
  denominator: Denominator,
  { set, epsilon }: { set?: number | undefined; epsilon?: number | undefined } = {},
): number[] {
  const adversarial = inputGroups.indexOf('adversarial');
  return rowsWhere(
    inputs,
    (at) =>
      inputs.group[at] === adversarial &&
      (set === undefined || inputs.set[at] === set) &&
      (epsilon === undefined || inputs.epsilon[at] === epsilon) &&
      (denominator === 'allAttacked' || inputs.success[at] === 1),
  );
}

/** Rows of a control that are still classified correctly: where it fools the classifier it is no authentic input any more. */
export function controlRows(inputs: ScoredInputs, set: number): number[] {
  return rowsWhere(inputs, (at) => inputs.set[at] === set && inputs.success[at] === 0);
}

/** Rows of the errors: unmodified and misclassified. */
export function errorRows(inputs: ScoredInputs): number[] {
  const error = inputGroups.indexOf('error');
  return rowsWhere(inputs, (at) => inputs.group[at] === error);
}

/** Scores and originals of negative and positive rows, as a metric takes them. */
export function scoresOfRows(inputs: ScoredInputs, negative: readonly number[], positive: readonly number[]) {
  const scores = (rows: readonly number[]) => Float32Array.from(rows, (at) => inputs.score[at] ?? 0);
  const originals = (rows: readonly number[]) => Int32Array.from(rows, (at) => inputs.original[at] ?? -1);
  return {
    negative: scores(negative),
    positive: scores(positive),
    negativeClusters: originals(negative),
    positiveClusters: originals(positive),
  };
}

function rowsWhere(inputs: ScoredInputs, test: (at: number) => boolean): number[] {
  const rows: number[] = [];
  for (let at = 0; at < inputs.score.length; at++) if (test(at)) rows.push(at);
  return rows;
}
