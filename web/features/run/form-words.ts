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
