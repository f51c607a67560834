import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { z } from 'zod';
import type { Features } from '../activations/features';
import type { Context } from '../context';
import { CoreError } from '../errors';
import { describeParameters, type Method } from '../method';
import type { Classifier } from '../models/classifier';
import type { NeighborSearch } from '../neighbors';
import { checkFinite } from '../tensors/check-finite';
import { checkedQueries, checkedReference, checkModel } from './check-queries';

/** The images of rows, read a few at a time so that memory stays bounded whatever their number. */
export interface RowImages {
  /** `[height, width, channels]`. */
  readonly shape: readonly [number, number, number];
  /** The images of chosen rows in their order, `[n, h, w, c]` within the model's bounds. */
  readonly read: (rows: ArrayLike<number>) => Promise<Float32Array>;
}

/** Inputs to be scored: their features by layer and what the model says of them. */
export interface Queries {
  readonly rows: number;
  readonly features: ReadonlyMap<string, Features>;
  /** `[rows, classes]`, whatever the method needs. */
  readonly logits: Features;
  /** Predicted class, `[rows]`. */
  readonly predicted: Int32Array;
  /** Given when the method has `needs.images`. */
  readonly images?: RowImages;
}

/** Centroid or medoid of each class in one layer, `[classes, dimensions]`. */
export type Representatives = Features;

/** Activations of a model's own training images, layer by layer. Features come in chunks so that memory stays bounded. */
export interface ReferenceSet {
  readonly rows: number;
  readonly classes: number;
  /** In forward order. */
  readonly layers: readonly string[];
  /** True class of each row, `[rows]`. */
  readonly labels: Int32Array;
  readonly dimensions: (layer: string) => number;
  /** The rows of a layer in order, a chunk at a time. */
  readonly chunks: (layer: string) => Iterable<Features>;
  readonly representatives: (layer: string, kind: 'centroid' | 'medoid') => Representatives;
  /** An approximate index over a layer, where one is at hand. */
  readonly approximateSearch?: (layer: string) => NeighborSearch;
}

/** Rows that a detector learns from or is judged on. */
export interface LabeledQueries extends Queries {
  /** `authentic`, or the id of the attack, `[rows]`. */
  readonly groups: readonly string[];
  /** Index of the original image, `[rows]`: copies of one image share it. */
  readonly originals: Int32Array;
}

/** What a detector keeps after fitting, as named arrays and text: it survives a file. */
export interface EncodedState {
  readonly arrays: Readonly<
    Record<string, { readonly data: Float32Array; readonly shape: readonly number[] }>
  >;
  readonly text: Readonly<Record<string, string>>;
}

/** Why rows got their scores. Which fields are there depends on the method. */
export interface Explanation {
  /** Nearest reference rows and distances, `[rows, k]`, nearest first. */
  readonly neighbors?: {
    readonly layer: string;
    readonly k: number;
    readonly indices: Uint32Array;
    readonly distances: Float32Array;
  };
  /** Evolution maps, `[rows, layers, classes]`. */
  readonly maps?: {
    readonly layers: readonly string[];
    readonly classes: number;
    readonly data: Float32Array;
  };
}

/** What a method needs before it can be fitted: decides what a form asks for. */
export interface Needs {
  /** How many layers' features it reads. */
  readonly layers: 'none' | 'one' | 'many';
  /** Whether it learns from attacked images (train and validation partitions). */
  readonly training: boolean;
  /** Whether it measures inputs against authentic images that the model was not trained on. */
  readonly calibration?: boolean;
  /** Whether it looks at the images themselves. */
  readonly images?: boolean;
  /** Whether it asks the model again: what it says of images, never for gradients, which not every model has. */
  readonly model?: boolean;
  /** Whether scoring looks rows of the reference set up, in the layers that it reads; otherwise its state holds all. */
  readonly lookup?: boolean;
}

/** What a method is fitted to. */
export interface FitData {
  readonly reference: ReferenceSet;
  /** Given when it learns from attacked images. */
  readonly train?: LabeledQueries;
  /** Given when it learns from attacked images. */
  readonly validation?: LabeledQueries;
  /** Authentic images of the train partition; given when `needs.calibration`. */
  readonly calibration?: Queries;
  /** Given when `needs.model`. */
  readonly model?: Classifier;
}

/** What a fitted detector scores, and what it may look things up in. */
export interface ScoreData {
  readonly reference: ReferenceSet;
  readonly queries: Queries;
  /** Given when `needs.model`. */
  readonly model?: Classifier;
}

/**
 * What stands for a score by neighbors, whose hard weights have no useful gradient: `matching` its own weights where they
 * have an exact gradient, else `softmax`; or one of the three whatever the weights.
 */
export const softForms = ['matching', 'distance', 'softmax', 'hinge'] as const;
/** One of `softForms`. */
export type SoftForm = (typeof softForms)[number];

/**
 * A fitted detector's score as a function that gradients go through, for attackers who know it. Where the exact score
 * has no useful gradient it is a soft form of it: the verdict is always the exact score's.
 */
export interface DifferentiableScore {
  /** Layers whose features `scores` reads. */
  readonly layers: readonly string[];
  /** Looks up anew what a gradient step holds fixed, such as each input's neighbors: `[n]` inputs in their order. */
  readonly refresh: (queries: Queries, context: Context) => Promise<void>;
  /** Soft scores `[n]`, higher for more likely adversarial, of the inputs that were last refreshed; `[n, d]` a layer. */
  readonly scores: (inputs: {
    readonly features: ReadonlyMap<string, Tensor2D>;
    /** `[n, classes]`. */
    readonly logits: Tensor2D;
    /** `[n, h, w, c]`. */
    readonly images: Tensor;
  }) => Tensor;
  /** Frees what the last refresh looked up, where that holds anything: the next one looks it up again. */
  readonly forget?: () => void;
  /** Values that it holds for each input and that its gradient makes, where they are many: bounds a batch. */
  readonly valuesPerInput?: number;
  /** What its last part reads of features, `[n, ...]`, such as the whole evolution map; differentiable. */
  readonly represent?: (features: ReadonlyMap<string, Tensor2D>) => Tensor;
  /** Frees what it holds on the backend. */
  readonly dispose: () => void;
}

/** A way to tell adversarial inputs from authentic ones. */
export interface Detector<Params extends z.ZodObject = z.ZodObject, State = unknown> extends Method<Params> {
  readonly needs: Needs;
  /** Whether it learns from attacked images with these parameters, for methods of which `needs.training` does not say it. */
  readonly learns?: (params: z.output<Params>) => boolean;
  /** What is wrong with parameters that are right one by one; null when nothing is. Asked at submit, and at the fit. */
  readonly conflict?: (
    params: z.output<Params>,
  ) => { readonly field: string; readonly message: string } | null;
  readonly fit: (data: FitData, params: z.output<Params>, context: Context) => Promise<State>;
  /** Scores `[rows]`, higher for inputs more likely adversarial; with the reasons where the method has them. */
  readonly score: (
    state: State,
    data: ScoreData,
    context: Context,
  ) => Promise<{ scores: Float32Array; explanation?: Explanation }>;
  /** Absent where no gradient can be had: such a detector is attacked by queries or by transfer only. */
  readonly differentiable?: (
    state: State,
    data: { reference: ReferenceSet; softForm?: SoftForm },
  ) => DifferentiableScore;
  readonly state: {
    readonly encode: (state: State) => EncodedState;
    /** @throws {CoreError} when the arrays do not fit. */
    readonly decode: (encoded: EncodedState) => State;
  };
}

/**
 * Declares a detector: one file, and one line in `detectors/index.ts`. What it is given and what it answers is looked
 * through for values that are not numbers.
 */
export function defineDetector<Params extends z.ZodObject, State>(
  detector: Detector<Params, State>,
): Detector<Params, State> {
  const { differentiable } = detector;
  return {
    ...detector,
    ...(differentiable && {
      differentiable: (state: State, data: { reference: ReferenceSet; softForm?: SoftForm }) =>
        differentiable(state, { ...data, reference: checkedReference(data.reference) }),
    }),
    fit: async (data, params, context) => {
      const { train, validation, calibration } = data;
      checkModel(detector, data.model);
      const conflict = detector.conflict?.(params);
      if (conflict) throw new CoreError('PARAMETERS', `${conflict.field}: ${conflict.message}`);
      const checked = {
        ...data,
        reference: checkedReference(data.reference),
        ...(train && { train: checkedQueries(train, detector) }),
        ...(validation && { validation: checkedQueries(validation, detector) }),
        ...(calibration && { calibration: checkedQueries(calibration, detector) }),
      };
      return detector.fit(checked, params, context);
    },
    score: async (state, data, context) => {
      checkModel(detector, data.model);
      const checked = {
        ...data,
        reference: checkedReference(data.reference),
        queries: checkedQueries(data.queries, detector),
      };
      const result = await detector.score(state, checked, context);
      checkFinite(result.scores, `scores of ${detector.id}`);
      return result;
    },
  };
}

/**
 * The single choices and switches, all else at its default, with which a detector learns that does not do so anyway: what a
 * form has to know before it can ask for attack sets.
 */
export function learnsWhen(
  detector: Detector,
): { readonly parameter: string; readonly value: string | boolean }[] {
  if (detector.needs.training) return [];
  return describeParameters(detector.params).flatMap(({ name, type, options }) => {
    const values = type === 'boolean' ? [false, true] : (options ?? []);
    return values
      .filter((value) => learnsFromAttacks(detector, { [name]: value }))
      .map((value) => ({ parameter: name, value }));
  });
}

/** Whether a detector with these parameters learns from attacked images. */
export function learnsFromAttacks({ needs, learns, params }: Detector, given: unknown): boolean {
  if (needs.training || !learns) return needs.training;
  const parsed = params.safeParse(given);
  return parsed.success && learns(parsed.data);
}
