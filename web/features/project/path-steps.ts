import type { LaunchId } from '../launch/launch-titles';

/** A step from a data set to a comparison: what it is for, and the form that takes it. */
export interface PathStep {
  readonly key:
    | 'dataset'
    | 'model'
    | 'sample'
    | 'attackSet'
    | 'referenceSet'
    | 'detector'
    | 'evaluation'
    | 'compare';
  readonly title: string;
  /** What it is for, in plain words. */
  readonly words: string;
  readonly form: LaunchId;
  readonly action: string;
}

/** The steps in the order in which things build on each other. */
export const pathSteps: readonly PathStep[] = [
  {
    key: 'dataset',
    title: 'Data set',
    words: 'Images with labels: what everything else works on.',
    form: 'dataset',
    action: 'Import a data set',
  },
  {
    key: 'model',
    title: 'Model',
    words: 'The classifier that is attacked and watched.',
    form: 'model',
    action: 'Train a model',
  },
  {
    key: 'sample',
    title: 'Sample',
    words: 'Test images for the study, parted into train, validation and test.',
    form: 'sample',
    action: 'Draw a sample',
  },
  {
    key: 'attackSet',
    title: 'Attack set',
    words: 'Adversarial twins of these images: what detectors are to find.',
    form: 'attack',
    action: 'Attack the model',
  },
  {
    key: 'referenceSet',
    title: 'Reference set',
    words: 'What the model’s layers say of its training images, to compare with.',
    form: 'reference-set',
    action: 'Build a reference set',
  },
  {
    key: 'detector',
    title: 'Detectors',
    words: 'Methods that tell adversarial from authentic inputs. Two can be compared.',
    form: 'detector',
    action: 'Fit a detector',
  },
  {
    key: 'evaluation',
    title: 'Evaluation',
    words: 'How well a detector does on images that it has not seen.',
    form: 'evaluation',
    action: 'Evaluate a detector',
  },
  {
    key: 'compare',
    title: 'Comparison',
    words: 'Two evaluations side by side: which is better, and is the difference real?',
    form: 'evaluation',
    action: 'Evaluate another',
  },
];

/** How many there are of what each step makes, those that are ready and the page of the latest. */
export type PathState = Readonly<
  Record<
    Exclude<PathStep['key'], 'compare'>,
    { readonly made: number; readonly ready: number; readonly href?: string | undefined }
  >
> & {
  /** A detector that no evaluation is of: what a second one is made of. */
  readonly unevaluated?: string | undefined;
};

/** A step as it stands in a project. */
export interface PlacedStep extends PathStep {
  /** `making` where it was launched and is not finished, `next` for the first that nobody has taken. */
  readonly state: 'done' | 'making' | 'next' | 'later';
  readonly href?: string | undefined;
  /** What its form begins with. */
  readonly given?: Readonly<Record<string, string>>;
}

/** Detectors, and evaluations, that a comparison takes. */
const compared = 2;

/** The steps as a project stands; none once two evaluations are there to be compared. */
export function placeSteps(state: PathState): PlacedStep[] {
  if (state.evaluation.ready >= compared) return [];
  let found = false;
  return pathSteps.map((step) => {
    const known = step.key === 'compare' ? undefined : state[step.key];
    const done = known !== undefined && known.ready > 0;
    const making = known ? known.made > 0 : state.evaluation.made >= compared;
    if (done || making) return { ...step, state: done ? 'done' : 'making', href: known?.href };
    if (found) return { ...step, state: 'later' };
    found = true;
    return { ...step, ...(step.key === 'compare' && secondOf(state)), state: 'next' };
  });
}

/** What the second evaluation needs: a second detector, where there is only one. */
function secondOf({ detector, unevaluated }: PathState): Partial<PlacedStep> {
  if (detector.made < compared) return { form: 'detector', action: 'Fit a second detector' };
  return unevaluated ? { action: 'Evaluate the other detector', given: { detectorId: unevaluated } } : {};
}
