import type { z } from 'zod';
import type { Context } from '../context';
import { CoreError } from '../errors';
import type { LearningKeeper } from '../learning-keeper';
import type { Method } from '../method';
import type { Classifier } from '../models/classifier';
import { checkFinite } from '../tensors/check-finite';
import { checkedQueries, checkedReference, checkModel } from './check-queries';
import type { DifferentiableScore, SoftForm, SoftTrait } from './differentiable-score';
import type { Needs } from './needs';
import type { LabeledQueries, Queries } from './queries';
import type { ReferenceSet } from './reference-set';

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
  /** For methods that learn in many steps. */
  readonly keeper?: LearningKeeper;
}

/** What a fitted detector scores, and what it may look things up in. */
export interface ScoreData {
  readonly reference: ReferenceSet;
  readonly queries: Queries;
  /** Given when `needs.model`. */
  readonly model?: Classifier;
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
  /** What that soft score has; nothing where it is left out. */
  readonly softTraits?: readonly SoftTrait[];
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
