import type { Parameter } from '../../forms/parameter';

/** Lists of things that a launch can build on. */
export type ThingList =
  | 'datasets'
  | 'models'
  | 'samples'
  | 'attackSets'
  | 'referenceSets'
  | 'detectors'
  | 'layerSweeps';

/** A thing that can be chosen, with what decides whether it fits the others. */
export interface ThingOption {
  readonly id: string;
  readonly name: string;
  readonly ready: boolean;
  readonly datasetId?: string;
  readonly modelId?: string;
  readonly sampleId?: string;
  readonly control?: boolean;
  /** Whether it has the test images of its sample alone. */
  readonly testOnly?: boolean;
  /** Its budgets, in input units; none where its attack looks for the smallest perturbation. */
  readonly epsilons?: readonly number[];
  /** Names of the classes of a data set, by number. */
  readonly classNames?: readonly string[];
  /** Its method, of a detector. */
  readonly methodId?: string;
  /** Layers whose activations it has. */
  readonly layers?: readonly string[];
  /** Name of the model that it is of, where that has no gradients. */
  readonly withoutGradients?: string | undefined;
  /** Neighbors that a layer sweep keeps of each input, once it is made. */
  readonly keptNeighbors?: number;
}

/** A method as one of several that can be chosen. */
export interface Variant {
  readonly id: string;
  readonly title: string;
  readonly summary?: string;
  readonly source?: string;
  readonly fields: readonly LaunchField[];
  /** Fields of the form that it has no use for. */
  readonly hides?: readonly string[];
  /** Whether it learns from attack sets; or the values of its parameters with each of which it does. */
  readonly learns?: boolean | readonly { readonly parameter: string; readonly value: unknown }[];
  /** Whether it follows gradients, which not every model has. */
  readonly gradients?: boolean;
  /** Whether it cannot be run on what is chosen. */
  readonly withheld?: boolean;
}

interface Named {
  /** Its name in the mutation's input. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

/** The thing that is chosen in each field, by path. */
export type Chosen = Readonly<Record<string, ThingOption | undefined>>;

/** Whether a thing can be chosen together with those chosen in other fields. */
export type Fits = (option: ThingOption, chosen: Chosen) => boolean;

/** A field of a launch form. */
export type LaunchField =
  /** `narrow` says what differs with the things that are chosen. */
  | {
      readonly kind: 'parameter';
      readonly parameter: Parameter;
      readonly narrow?: (chosen: Chosen) => Partial<Parameter>;
    }
  /** `beside` names a field without which it says nothing: there only while that one is filled in. */
  | ({ readonly kind: 'words'; readonly beside?: string } & Named)
  /** Numbers separated by commas; `first` is what stands there at first. */
  | ({
      readonly kind: 'numbers';
      readonly first: string;
      /** Left empty, nothing is sent. */
      readonly optional?: boolean;
      readonly whole?: boolean;
      /** Every number is above this one. */
      readonly above?: number;
      /** Path of a field that has to have as many numbers. */
      readonly asManyAs?: string;
      /** What stands there at first with the things that are chosen; undefined where they say nothing of it. */
      readonly firstWith?: (chosen: Chosen) => string | undefined;
    } & Named)
  /** Names that people choose or type, such as layers; a model.json in the field at `suggestedBy` suggests some. */
  | ({ readonly kind: 'names'; readonly suggestedBy?: string } & Named)
  /** An optional thing may be missing where there is none to choose; with `none`, in the words given, it is until one is chosen. */
  | ({
      readonly kind: 'thing';
      readonly of: ThingList;
      readonly fits?: Fits;
      readonly optional?: boolean;
      readonly none?: string;
      /** Whether it is the detector that an attack follows; the last of several that are chosen. */
      readonly attacked?: boolean;
    } & Named)
  | ({
      readonly kind: 'things';
      readonly of: ThingList;
      readonly fits?: Fits;
      readonly optional?: boolean;
      /** Ids of those that are chosen at first with the things that are chosen; undefined where all are. */
      readonly firstWith?: (chosen: Chosen) => readonly string[] | undefined;
      /** There only while the chosen method learns, or only while it does not. */
      readonly onlyWhen?: 'learning' | 'notLearning';
    } & Named)
  | ({
      readonly kind: 'file';
      readonly upload: string;
      readonly many: boolean;
      readonly accept: string;
    } & Named)
  /** `whyWithheld` says why some variants cannot be chosen. */
  | ({
      readonly kind: 'choice';
      readonly variants: readonly Variant[];
      readonly whyWithheld?: string;
    } & Named);

/** A parameter that is no method's: the words and the range are said here, the default is the server's. May be left empty unless told. */
export function plainParameter(
  name: string,
  type: Parameter['type'],
  rest: Partial<Parameter> & { description: string },
): Extract<LaunchField, { kind: 'parameter' }> {
  const range = { minimum: null, maximum: null, exclusiveMinimum: false };
  const blank = {
    ...range,
    required: false,
    default: null,
    options: null,
    onlyWith: null,
    onlyAgainst: null,
  };
  return { kind: 'parameter', parameter: { ...blank, ...rest, name, type } };
}
