import type { DescribedParameter } from '../../parts/parameter-list';
import type { LaunchField, Variant } from '../launch/launch-fields';
import { launchForms } from '../launch/launch-forms';
import type { LaunchOptions } from '../launch/launch-options';
import type { LaunchId } from '../launch/launch-titles';

/** The launch form of each kind of run that has parameters. */
const formOfKind: Readonly<Record<string, LaunchId>> = {
  importDataset: 'dataset',
  trainModel: 'model',
  registerModel: 'uploaded-model',
  drawSample: 'sample',
  attack: 'attack',
  buildReferenceSet: 'reference-set',
  fitDetector: 'detector',
  attackDetector: 'adaptive-attack',
  sweepLayers: 'layer-sweep',
  recountLayers: 'other-k',
};

/** Words do not depend on what there is to choose from; those of methods are the server's. */
const noOptions: LaunchOptions = {
  project: { id: '', name: '' },
  things: {
    datasets: [],
    models: [],
    samples: [],
    attackSets: [],
    referenceSets: [],
    detectors: [],
    layerSweeps: [],
  },
  mostAtOnce: 1,
  protocols: [],
  methods: { attack: [], adaptiveAttack: [], detector: [], architecture: [] },
};

/** What the launch form of a kind of run says of its fields, those of its variants included; and the titles of these variants. */
export function formWords(kind: string): {
  readonly described: readonly DescribedParameter[];
  readonly titles: Readonly<Record<string, string>>;
} {
  const form = formOfKind[kind];
  if (!form) return { described: [], titles: {} };
  const fields = launchForms[form].fields(noOptions);
  const variants = fields.flatMap((field): readonly Variant[] =>
    field.kind === 'choice' ? field.variants : [],
  );
  return {
    described: [...fields, ...variants.flatMap((variant) => variant.fields)].map(wordsOf),
    titles: Object.fromEntries(variants.map(({ id, title }) => [id, title])),
  };
}

function wordsOf(field: LaunchField): DescribedParameter {
  if (field.kind !== 'parameter') {
    const { name, title, description } = field;
    return { name, title, description };
  }
  const { name, description, default: value, options } = field.parameter;
  return { name, description, default: value, options };
}

/** Parameters of a run as its form has them: it asks for all images where the run is told of the test images alone. */
export function asInForm(params: unknown): unknown {
  if (typeof params !== 'object' || params === null || !('testOnly' in params)) return params;
  const { testOnly, ...others } = params;
  return { ...others, allImages: !testOnly };
}

/** What the parameters of a run are shown with. */
export interface ParameterWords {
  /** As the form that launches such a run has them. */
  readonly parameters: unknown;
  /** What people call methods and sources, by id: parameters name them by their ids. */
  readonly titles: Readonly<Record<string, string>>;
  /** What the method that the parameters name takes, and what the form says of the others. */
  readonly described: readonly DescribedParameter[];
}

/** A run as its parameters are told of. */
export interface RunWithParameters {
  readonly kind: string;
  readonly params: unknown;
}

/** A method with its parameters, as their words need it. */
interface NamedMethod {
  readonly methodId: string;
  readonly title: string;
  readonly parameters: readonly DescribedParameter[];
}

/** Parameters of a run with words for them: those of the method that they name, and of the form; `methods` have the titles. */
export function parameterWords(
  { kind, params }: RunWithParameters,
  named: NamedMethod | null | undefined,
  methods: readonly Pick<NamedMethod, 'methodId' | 'title'>[],
): ParameterWords {
  // Others are told of under the names that they were given.
  const parameters = formOfKind[kind] ? asInForm(params ?? {}) : (params ?? {});
  const form = formWords(kind);
  // A field of a form that was left alone is no parameter of the run: only a method's defaults hold beside those given.
  const given = form.described.map(({ default: value, ...words }) =>
    words.name in (parameters as object) ? { ...words, default: value } : words,
  );
  return {
    parameters,
    titles: {
      ...form.titles,
      ...Object.fromEntries(methods.map(({ methodId, title }) => [methodId, title])),
    },
    described: [...(named?.parameters ?? []), ...given],
  };
}
