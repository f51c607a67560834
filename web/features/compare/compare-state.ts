import { createLoader, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { parseAsFinite, parseAsIds, parseAsShare } from '../../lib/address-parsers';

/** Which inputs the metrics are over, in the words of the buttons and of captions. */
export const denominators = [
  {
    value: 'SUCCESSFUL',
    label: 'Successful',
    over: 'successful adversarials against authentic inputs',
  },
  { value: 'ALL_ATTACKED', label: 'All attacked', over: 'all attacked inputs against authentic inputs' },
  {
    value: 'WITH_ERRORS',
    label: 'With errors',
    over: 'successful adversarials against authentic inputs and errors',
  },
] as const;

/** What the result table can show in its cells. */
export const cellViews = [
  { value: 'auc', label: 'AUC' },
  { value: 'eer', label: 'EER' },
  { value: 'tprAt1Fpr', label: 'TPR at 1 % FPR' },
  { value: 'tprAt5Fpr', label: 'TPR at 5 % FPR' },
  { value: 'flagged', label: 'Flagged' },
  { value: 'all', label: 'All' },
] as const;

/** The state of the page, all of it in its address: a link shows the same picture to a colleague. */
export const compareParsers = {
  evaluations: parseAsIds.withDefault([]),
  /** Id of the attack set that the curves are over; empty means all attacks together. */
  attack: parseAsString.withDefault(''),
  over: parseAsStringLiteral(denominators.map(({ value }) => value)).withDefault('SUCCESSFUL'),
  cells: parseAsStringLiteral(cellViews.map(({ value }) => value)).withDefault('auc'),
  /** The false positive rate that thresholds are set by, unless one is set by hand. */
  fpr: parseAsShare.withDefault(0.05),
  threshold: parseAsFinite,
  /** Each detector at the threshold that it was given when it was fitted, whatever the others say. */
  own: parseAsBoolean.withDefault(false),
};

/** Reads the state on the server. */
export const loadCompareState = createLoader(compareParsers);
/** What the address of a comparison says. */
export type CompareState = Awaited<ReturnType<typeof loadCompareState>>;

/** A denominator in words. */
export function denominatorOf(over: CompareState['over']): (typeof denominators)[number] {
  return denominators.find(({ value }) => value === over) ?? denominators[0];
}

/** Intervals are drawn around so many ROC curves; of more the bands would lie over each other. */
export const mostBands = 4;
