import { breathe, type Context } from './context';

/** Keeps from time to time how far something that learns has come, and has what an earlier attempt kept. */
export interface LearningKeeper {
  /** As it was given to `keep`, by the same method in the same version. */
  readonly resume?: unknown;
  /** Whether the state is to be kept now. */
  due(): boolean;
  /** Plain: numbers, texts, typed arrays, arrays and objects of these. */
  keep(state: unknown): Promise<void>;
}

/** What was reported after each epoch that is over. */
export interface EpochCurves {
  readonly losses: number[];
  readonly validationMacroAucs: number[];
}

/** How far learning in epochs has come. Its next step needs nothing else, random state included. */
export interface EpochState<Best> {
  /** The epoch under way, from 1. */
  readonly epoch: number;
  /** Steps of it that are done, and the sum of their losses. */
  readonly step: number;
  readonly sum: number;
  readonly curves: EpochCurves;
  readonly best: Best;
  readonly random: readonly number[];
}

/**
 * Lets a cancellation arrive, keeps the state if it is time, and stops if it has arrived: a stop is told to the keeper first.
 *
 * @throws {CancelledError}
 */
export async function pauseAndKeep(
  context: Context,
  keeper: LearningKeeper | undefined,
  state: () => Promise<unknown> | unknown,
): Promise<void> {
  await breathe({ seed: context.seed });
  if (keeper?.due()) await keeper.keep(await state());
  await breathe(context);
}

/** Reports an epoch that is over, or with all of them those of an earlier attempt once more. */
export function reportEpoch(
  context: Context,
  { epoch, epochs, curves }: { epoch: number; epochs: number; curves: EpochCurves },
): void {
  context.onMetric?.({ name: 'loss', step: epoch, value: curves.losses[epoch - 1] ?? Number.NaN });
  const value = curves.validationMacroAucs[epoch - 1] ?? Number.NaN;
  context.onMetric?.({ name: 'validationMacroAuc', step: epoch, value });
  context.onProgress?.({ stage: 'train', done: epoch, total: epochs, unit: 'epochs' });
}
