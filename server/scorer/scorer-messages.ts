import type { BundleManifest, MapWithMean, NearRows } from '@fiducial/formats/bundle';
import type { ErrorData } from '../jobs/failure';

/** Share of a scorer's memory that files of detectors may take, kept or asked at once: as tensors and in searches they are held again. */
export const filesShare = 0.25;

/** A file of the store that lies on this machine. */
export interface LentFile {
  readonly file: string;
  readonly digest: string;
  readonly bytes: number;
}

/** A detector as the scorer is told of it. */
export interface AskedDetector {
  /** The same key is the same detector for ever. */
  readonly key: string;
  readonly manifest: BundleManifest;
  /** Members of its bundle, by path; null where the scorer said that it has it in memory. */
  readonly files: Readonly<Record<string, LentFile>> | null;
}

/** An image as somebody gave it: a picture file, or plain values `[height, width, channels]`. */
export type GivenImage =
  | { readonly kind: 'picture'; readonly bytes: Uint8Array }
  | { readonly kind: 'bytes' | 'floats'; readonly bytes: Uint8Array };

/** An attack on the image that is asked about. */
export interface AskedAttack {
  readonly id: string;
  /** Checked, epsilon among them. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What the scorer is asked. All detectors watch one model. */
export interface Question {
  readonly detectors: readonly AskedDetector[];
  readonly image: GivenImage;
  readonly attack: AskedAttack | null;
  readonly seed: number;
}

/** What one detector says of an image, and why. */
export interface DetectorVerdict {
  readonly score: number;
  readonly neighbors: NearRows | null;
  readonly map: MapWithMean | null;
}

/** What model and detectors say of an image. */
export interface ImageVerdicts {
  /** As a PNG, pixel for pixel. */
  readonly picture: Uint8Array;
  /** The likeliest first; at least one. */
  readonly classes: readonly { readonly classIndex: number; readonly confidence: number }[];
  /** In the order in which they were asked. */
  readonly verdicts: readonly DetectorVerdict[];
}

/** What an attack made of the image. */
export interface AttackedVerdicts {
  readonly image: ImageVerdicts;
  /** The perturbation as a PNG, magnified by `factor` around grey. */
  readonly difference: Uint8Array;
  readonly factor: number;
  readonly norms: { readonly l0: number; readonly l1: number; readonly l2: number; readonly linf: number };
  /** Whether the prediction left that of the image as it was given, or with a target reached it. */
  readonly success: boolean;
}

/** What the scorer answers. */
export interface ScorerAnswer {
  readonly given: ImageVerdicts;
  readonly attacked: AttackedVerdicts | null;
  /** What took how long: reading model and detectors, 0 where all were in memory; scoring; attacking. */
  readonly milliseconds: { readonly load: number; readonly score: number; readonly attack: number };
}

/** From the scorer, once for each question, with the keys of the detectors that it has in memory afterwards. */
export type FromScorer = { readonly loaded: readonly string[] } & (
  | { readonly type: 'answer'; readonly answer: ScorerAnswer }
  | { readonly type: 'failed'; readonly error: ErrorData }
);
