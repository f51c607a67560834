import { formatCount } from '../../text/numbers';

/** So many authentic test inputs a false positive rate is counted over: of the detector with the fewest, and with the most. */
export interface AuthenticCounts {
  readonly fewest: number;
  readonly most: number;
}

/** Over what the rates of detectors are counted; null where none has authentic test inputs. */
export function authenticCounts(
  detectors: readonly {
    readonly operatingPoint: {
      readonly groups: readonly { readonly group: string; readonly n: number }[];
    };
  }[],
): AuthenticCounts | null {
  const counts = detectors
    .map(({ operatingPoint }) => operatingPoint.groups.find(({ group }) => group === 'AUTHENTIC')?.n ?? 0)
    .filter((n) => n > 0);
  return counts.length > 0 ? { fewest: Math.min(...counts), most: Math.max(...counts) } : null;
}

/** With more inputs a slider would have most of its length for rates that nobody asks for. */
const leastOfAll = 0.001;
const mostOfLeast = 0.25;

/** The least rate that is worth a place on a slider, in two digits: one input of the detector with the most of them. */
export function leastRate(counts: AuthenticCounts | null): number {
  if (!counts) return leastOfAll;
  return Math.min(mostOfLeast, roundUp(Math.max(leastOfAll, 1 / counts.most)));
}

/** What a false positive rate can be told apart by, in words: below one input it means that none is flagged. */
export function resolutionWords(rate: number, { fewest, most }: AuthenticCounts): string {
  const inputs = 'authentic test inputs';
  if (rate * most < 1 - 1e-9) {
    const of = fewest === most ? formatCount(most) : `even ${formatCount(most)}`;
    return `${percent(rate)} of ${of} ${inputs} is less than one: none is flagged`;
  }
  if (rate * fewest < 1 - 1e-9)
    return `${percent(rate)} of ${formatCount(fewest)} ${inputs}, the fewest here, is less than one: none of them is flagged`;
  if (fewest === most) return `one of ${formatCount(most)} ${inputs} is ${percent(1 / most)}`;
  return `one of ${formatCount(fewest)} to ${formatCount(most)} ${inputs} is ${percent(1 / fewest)} to ${percent(1 / most)}`;
}

/** Two digits that are not below the value: of 300 inputs 0.33 % would be less than one. */
function roundUp(value: number): number {
  const rounded = Number(value.toPrecision(2));
  if (rounded >= value) return rounded;
  return Number((rounded + 10 ** (Math.floor(Math.log10(value)) - 1)).toPrecision(2));
}

/** A share in percent with no more digits than it has. */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))}\u00a0%`;
}
