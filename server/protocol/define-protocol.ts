import type { Bed, SampleSizes } from '../test-bed/plan-bed';

/** What there is to run a protocol on. */
export interface AtHand {
  readonly seed: number;
  /** `smallestClass`: training images of the class that has fewest. */
  readonly dataset: { readonly name: string; readonly classes: number; readonly smallestClass: number };
  /** The model given; null where the standard CNN is trained. Taps in forward order. */
  readonly model: { readonly name: string; readonly taps: readonly string[] } | null;
  readonly sizes: SampleSizes;
}

/** A published row, beside one of our detectors. */
export interface PublishedRow {
  /** The id, within the bed, of the detector that it stands beside. */
  readonly detector: string;
  /** What it was measured with, in the words of the paper. */
  readonly label: string;
  /** By column: `all` or the id of an attack. Shares, 0 to 1. */
  readonly values: Readonly<Record<string, number>>;
}

/** How the figures of a protocol are made of an evaluation. */
const protocolMeasures = ['equalErrorAccuracy', 'macroAuc'] as const;

/** A published experiment: what it runs on what is at hand, where that departs from the paper, and what the paper found. */
export interface Protocol {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Where it was published. */
  readonly source: string;
  /** Whether it needs a model that is there, or trains the standard CNN when none is given. */
  readonly model: 'given' | 'either';
  /** Images of the sample unless others are asked for. */
  readonly sizes: SampleSizes;
  /**
   * `equalErrorAccuracy`: accuracy at the equal-error threshold for each attack, and their mean weighted by inputs.
   * `macroAuc`: AUC for each attack, and their plain mean.
   */
  readonly measure: (typeof protocolMeasures)[number];
  readonly bed: (atHand: AtHand) => Bed;
  /** Where this run of it departs from the paper, in sentences. */
  readonly departures: (atHand: AtHand) => string[];
  readonly published: readonly PublishedRow[];
  /** What the published figures were measured on, where not on the same data. */
  readonly publishedNote: string;
}

/** Types a protocol: one file, and one line in `protocol/index.ts`. */
export function defineProtocol(protocol: Protocol): Protocol {
  return protocol;
}

/** Says it when a sample is smaller than the paper's. */
export function sizesDeparture(
  { train, validation, test }: SampleSizes,
  paper: SampleSizes | null,
): string[] {
  const ours = `${train} / ${validation} / ${test}`;
  if (!paper) return [`The sample has ${ours} images for training, validation and test, by image.`];
  const theirs = `${paper.train} / ${paper.validation} / ${paper.test}`;
  return ours === theirs ? [] : [`The sample has ${ours} images by image, in the paper ${theirs}.`];
}
