import { graphql, type ResultOf } from '@fiducial/schema';
import { notFound } from 'next/navigation';
import { ParameterFragment } from '../../forms/parameter';
import { read } from '../../lib/read';
import type { JudgedOn } from './forms/usual-attack-sets';
import type { ThingList, ThingOption, Variant } from './launch-fields';
import type { LaunchId } from './launch-titles';

const LaunchOptionsQuery = graphql(
  `
    query LaunchOptions($projectId: ID!, $classNames: Boolean!) {
      node(id: $projectId) {
        __typename
        ... on Project {
          id
          name
          datasets(first: 100, usable: true) { edges { node { id name ready classNames @include(if: $classNames) } } }
          models(first: 100, usable: true) { edges { node { id name ready taps dataset { id } } } }
          samples(first: 100, usable: true) { edges { node { id name ready model { id name format } } } }
          attackSets(first: 100, usable: true) { edges { node { id name ready control testOnly epsilons sample { id } model { id } } } }
          referenceSets(first: 100, usable: true) { edges { node { id name ready layers model { id } } } }
          detectors(first: 100, usable: true) { edges { node { id name ready methodId sample { id } model { id name format } } } }
          evaluations(first: 100, usable: true) { edges { node { sample { id } attackSets { id } } } }
          layerSweeps(first: 100, usable: true) { edges { node { id name ready keptNeighbors sample { id } model { id } } } }
        }
      }
      attackMethods { methodId title summary source control goal needs parameters { ...ParameterFragment } }
      adaptiveAttackMethods { methodId title summary source goal needs parameters { ...ParameterFragment } }
      detectorMethods { methodId title summary source needsTraining learnsWhen { parameter value } parameters { ...ParameterFragment } }
      protocols { id title needsModel }
      serverInfo { mostLaunchesAtOnce }
      architectures { methodId title summary source parameters { ...ParameterFragment } }
    }
  `,
  [ParameterFragment],
);

/** What a launch form offers: the project's things, and the methods that the server has. */
export interface LaunchOptions {
  readonly project: { readonly id: string; readonly name: string };
  readonly things: Readonly<Record<ThingList, readonly ThingOption[]>>;
  /** On what the project's evaluations judge, newest first; a form is drawn without it, too. */
  readonly judgedOn?: readonly JudgedOn[];
  /** Runs that the server launches at once. */
  readonly mostAtOnce: number;
  /** Published protocols, by id. */
  readonly protocols: readonly {
    readonly id: string;
    readonly title: string;
    readonly needsModel: boolean;
  }[];
  readonly methods: Readonly<
    Record<'attack' | 'adaptiveAttack' | 'detector' | 'architecture', readonly Variant[]>
  >;
}

/** Reads what a launch form of a project offers. */
export async function readLaunchOptions(projectId: string, form: LaunchId): Promise<LaunchOptions> {
  // Of some data sets they are thousands.
  const classNames = form === 'attack' || form === 'adaptive-attack';
  const { node, ...methods } = await read(LaunchOptionsQuery, { projectId, classNames });
  const { attackMethods, adaptiveAttackMethods, detectorMethods, architectures, protocols } = methods;
  const { mostLaunchesAtOnce: mostAtOnce } = methods.serverInfo;
  if (node?.__typename !== 'Project') notFound();
  const { id, name } = node;
  return {
    project: { id, name },
    ...{ mostAtOnce, protocols },
    judgedOn: node.evaluations.edges.map(({ node: { sample, attackSets } }) => ({
      sampleId: sample.id,
      attackSetIds: attackSets.map(({ id }) => id),
    })),
    things: {
      datasets: listOf(node.datasets, ({ classNames }) =>
        classNames && classNames.length > 0 ? { classNames } : {},
      ),
      models: listOf(node.models, ({ taps, dataset }) => ({ layers: taps, datasetId: dataset.id })),
      samples: listOf(node.samples, ({ model }) => ({ modelId: model.id, ...gradientsOf(model) })),
      attackSets: listOf(node.attackSets, ({ control, testOnly, epsilons, sample, model }) => ({
        control,
        testOnly,
        epsilons: epsilons.filter((epsilon) => epsilon !== null),
        sampleId: sample.id,
        modelId: model.id,
      })),
      referenceSets: listOf(node.referenceSets, ({ layers, model }) => ({ layers, modelId: model.id })),
      detectors: listOf(node.detectors, ({ methodId, sample, model }) => ({
        methodId,
        sampleId: sample.id,
        modelId: model.id,
        ...gradientsOf(model),
      })),
      layerSweeps: listOf(node.layerSweeps, ({ keptNeighbors, sample, model }) => ({
        ...(keptNeighbors !== null && { keptNeighbors }),
        sampleId: sample.id,
        modelId: model.id,
      })),
    },
    methods: {
      // An attack's epsilons are given apart, as a list; one that looks for the smallest perturbation has none.
      attack: attackMethods.map((method) => ({
        ...variantOf(method, ['epsilon']),
        // A control asks the model nothing that a trace could keep.
        hides: [
          ...(method.goal === 'MINIMAL_NORM' ? ['epsilons'] : []),
          ...(method.control ? ['trace'] : []),
        ],
        gradients: method.needs === 'GRADIENTS',
      })),
      adaptiveAttack: adaptiveAttackMethods.map((method) => ({
        ...variantOf(method, ['epsilon']),
        hides: method.goal === 'MINIMAL_NORM' ? ['epsilons'] : [],
        gradients: method.needs === 'GRADIENTS',
      })),
      detector: detectorMethods.map((method) => ({
        ...variantOf(method),
        learns: method.needsTraining || method.learnsWhen,
      })),
      architecture: architectures.map((method) => variantOf(method)),
    },
  };
}

/** What things of a model in graph format are marked with. */
function gradientsOf({ name, format }: { name: string; format: string }): Partial<ThingOption> {
  return format === 'GRAPH' ? { withoutGradients: name } : {};
}

interface Thing {
  readonly id: string;
  readonly name: string;
  readonly ready: boolean;
}

function listOf<Node extends Thing>(
  { edges }: { readonly edges: readonly { readonly node: Node }[] },
  more: (node: Node) => Partial<ThingOption>,
): ThingOption[] {
  return edges.map(({ node }) => ({ id: node.id, name: node.name, ready: node.ready, ...more(node) }));
}

type Method = ResultOf<typeof LaunchOptionsQuery>['architectures'][number];

function variantOf(
  { methodId, title, summary, source, parameters }: Method,
  leaveOut: readonly string[] = [],
): Variant {
  return {
    id: methodId,
    title,
    summary,
    source,
    fields: parameters
      .filter(({ name }) => !leaveOut.includes(name))
      .map((parameter) => ({ kind: 'parameter', parameter })),
  };
}
