import { thresholdRules } from '@fiducial/core/metrics';
import { z } from 'zod';

/** What `manifest.json` calls the file, so that no other archive is taken for one. */
export const bundleFormat = 'fiducial-detector-bundle';
/** Incremented when a reader of the one before could not read it. */
export const bundleVersion = 2;
/** Where the manifest is in the archive. */
export const manifestPath = 'manifest.json';

/** Members that are not of the reference set, by what they hold. */
export const memberPaths = {
  model: 'model/model.json',
  weights: 'model/weights.bin',
  state: 'detector/state.safetensors',
  labels: 'reference/labels.npy',
} as const;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** The kind of run that made a part, and the version of its code; null where the run is older than such records. */
const codeOfRun = z.strictObject({ kind: z.string(), version: z.int().nullable() });

/**
 * What a bundle says of itself: everything that decides a score, and where the numbers come from. Strict: a field that
 * this program does not know may mean something.
 */
export const bundleManifest = z.strictObject({
  format: z.literal(bundleFormat),
  version: z.literal(bundleVersion),
  name: z.string(),
  /** When the detector was fitted, ISO 8601, and by which version of the product on which backend. */
  fittedAt: z.iso.datetime(),
  fiducial: z.string(),
  backend: z.strictObject({
    name: z.string(),
    version: z.string(),
    tensorflowVersion: z.string().nullable(),
  }),
  method: z.strictObject({
    id: z.string(),
    title: z.string(),
    source: z.string(),
    /** Version of the code that fitted it: only the same can read its state. */
    fitVersion: z.int(),
    /** Version, in the program that wrote the bundle, of the code that scores: another one may give other numbers. */
    scoreVersion: z.int(),
    parameters: z.record(z.string(), z.unknown()),
    /** Of everything that is drawn. */
    seed: z.int(),
  }),
  model: z.strictObject({
    name: z.string(),
    /** `[height, width, channels]` */
    inputShape: z.tuple([z.int().positive(), z.int().positive(), z.int().positive()]),
    /** A byte b of an image is the input low + b / 255 (high - low); floats are inputs as they are. */
    bounds: z.tuple([z.number(), z.number()]),
    classNames: z.array(z.string()).min(1),
    /** Layers whose outputs the detector reads, each averaged over space. */
    taps: z.array(z.string()),
    madeBy: codeOfRun,
  }),
  /** An input with a score above it is called adversarial. */
  threshold: z.number(),
  thresholds: z.array(
    z.strictObject({
      rule: z.enum(thresholdRules),
      rate: z.number().nullable(),
      threshold: z.number().nullable(),
      authentic: z.int(),
      attacked: z.int(),
    }),
  ),
  /** The images that the thresholds were set on. */
  thresholdsSetOn: z.strictObject({
    dataset: z.string(),
    split: z.string(),
    sample: z.string(),
    partition: z.string(),
    authenticImages: z.int(),
  }),
  /**
   * Rows of the reference set that the method looks up: all rows of the layers that it reads, in chunks, and their labels.
   * Null for methods whose state holds all they need (of an evolution map the points of each class).
   */
  reference: z
    .strictObject({
      rows: z.int().positive(),
      madeBy: codeOfRun,
      layers: z.array(
        z.strictObject({
          layer: z.string(),
          dimensions: z.int().positive(),
          chunks: z.array(z.string()).min(1),
        }),
      ),
    })
    .nullable(),
  /** Every other file of the archive. */
  members: z.record(z.string(), z.strictObject({ sha256, bytes: z.int().nonnegative() })),
});

/** A manifest that was checked. */
export type BundleManifest = z.output<typeof bundleManifest>;
