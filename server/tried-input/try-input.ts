import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { attacks } from '@fiducial/core/attacks';
import { questionsOf } from '../attack-set/attack-need';
import { checkAgainstModel } from '../attack-set/check-against-model';
import { checkEpsilons } from '../attack-set/launch-attack';
import type { InputColumns } from '../evaluation/inputs-file';
import { inputsOf } from '../evaluation/load-evaluation';
import type { ApiContext } from '../graphql/context';
import { checkParameters, chosenMethod, type MethodChoice } from '../method/chosen-method';
import { checkAttackOn } from '../model/limitations';
import type { AskedAttack, ScorerAnswer } from '../scorer/scorer-messages';
import { InvalidInputError } from '../user-error';
import { readTriedImage, type TriedImage } from './given-image';
import { askedDetectors, findTriedDetectors, type TriedDetector } from './tried-detectors';

/** Most questions of the model that an attack may ask: what a second holds, of a small network. */
const mostQuestions = 1000;

/** What somebody wants to see of an image. */
export interface TryInput {
  readonly detectorIds: readonly string[];
  readonly image: TriedImage;
  readonly attack?: MethodChoice | null | undefined;
  readonly epsilon?: number | null | undefined;
  readonly seed?: number | null | undefined;
}

/** A detector that was asked, with the inputs of its newest evaluation, among whose authentic ones a score is placed. */
export interface AskedOne extends TriedDetector {
  readonly inputs: InputColumns | null;
}

/** What came of it. */
export interface TriedInput {
  readonly asked: readonly AskedOne[];
  readonly answer: ScorerAnswer;
}

/**
 * Shows an image to detectors of one model, and attacks it if that is wanted. Nothing is kept of it.
 *
 * @throws {UserError} for what cannot be tried, and where the scorer gives no answer
 */
export async function tryInput(context: ApiContext, input: TryInput): Promise<TriedInput> {
  const { store, scorer, signal } = context;
  const tried = await findTriedDetectors(context, input.detectorIds);
  const [first] = tried;
  if (!first) throw new Error('expected a detector, got none');
  const attack = input.attack ? checkedAttack(first, { ...input, attack: input.attack }) : null;
  const image = await readTriedImage(context, input.image, first.detector.model.dataset);
  const asked = await Promise.all(
    tried.map(async (one) => ({
      ...one,
      inputs: one.evaluation && (await inputsOf(context, one.evaluation)),
    })),
  );
  const holder = join(store.folder, 'staging', 'put', randomUUID());
  try {
    const answer = await scorer.ask(
      async (loaded) => ({
        detectors: await askedDetectors(store, { tried, loaded, holder }),
        image,
        attack,
        seed: input.seed ?? 0,
      }),
      signal,
    );
    return { asked, answer };
  } finally {
    await rm(holder, { recursive: true, force: true });
  }
}

/** The attack with all its parameters. @throws {InvalidInputError} for one that the model or somebody who waits does not allow */
function checkedAttack(
  { detector: { model } }: TriedDetector,
  { attack: choice, epsilon }: { attack: MethodChoice; epsilon?: number | null | undefined },
): AskedAttack {
  const { method, parameters } = chosenMethod(attacks, choice, 'attack');
  checkAttackOn(model, method, 'attack');
  const given = typeof epsilon === 'number' ? [epsilon] : [];
  if (given.length === 0 && method.goal !== 'minimal-norm')
    throw new InvalidInputError(`epsilon: expected a number, which ${method.title} stays within, got none`, {
      field: 'epsilon',
    });
  const [within] = checkEpsilons(method, given, model, 'epsilon');
  const whole = { ...parameters, ...(within !== undefined && { epsilon: within }) };
  const checked = checkParameters(method, whole, 'attack');
  checkAgainstModel(method, checked, model);
  const questions = questionsOf(checked);
  if (questions > mostQuestions)
    throw new InvalidInputError(
      `attack: expected at most ${mostQuestions} questions of the model, which somebody waits for, got ${questions}: use fewer steps`,
      { field: 'attack' },
    );
  return { id: method.id, parameters: checked };
}
