import { adaptiveAttacks } from '@fiducial/core/adaptive';
import { attacks } from '@fiducial/core/attacks';
import { type Detector, detectors, learnsWhen } from '@fiducial/core/detectors';
import { describeParameters, type Method, type Parameter, type ParameterValue } from '@fiducial/core/method';
import { type Architecture, architectures } from '@fiducial/core/models';
import type { AnyAttack } from '../attack-set/find-attack-method';
import { builder } from '../graphql/builder';

const ParameterType = builder.enumType('ParameterType', {
  description: 'What kind of value a parameter takes.',
  values: {
    NUMBER: { value: 'number', description: 'Any number in range.' },
    INTEGER: { value: 'integer', description: 'A whole number in range.' },
    BOOLEAN: { value: 'boolean', description: 'Yes or no.' },
    CHOICE: { value: 'choice', description: 'One of the options.' },
    LAYER: { value: 'layer', description: 'The name of a layer of the model.' },
    CLASS: { value: 'class', description: 'A class of the model’s data set, by its number from 0 on.' },
    LAYERS: { value: 'layers', description: 'Names of layers of the model.' },
  } as const,
});

const ParameterValueObject = builder.objectRef<ParameterValue>('ParameterValue').implement({
  description: 'A value of a parameter.',
  fields: (t) => ({
    parameter: t.exposeString('parameter', { description: 'Name of the parameter.' }),
    value: t.field({ type: 'JSON', description: 'The value.', resolve: ({ value }) => value }),
  }),
});

const ParameterObject = builder.objectRef<Parameter>('Parameter').implement({
  description: 'A parameter of a method, as a form or a listing needs it.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name in inputs.' }),
    type: t.field({
      type: ParameterType,
      description: 'What kind of value it takes.',
      resolve: ({ type }) => type,
    }),
    description: t.exposeString('description', { description: 'What it does, with its unit.' }),
    required: t.exposeBoolean('required', {
      description:
        'Whether a value has to be given: there is no default, and the method does not go without.',
    }),
    default: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Value when none is given.',
      resolve: (parameter) => parameter.default,
    }),
    minimum: t.exposeFloat('minimum', { nullable: true, description: 'Least value.' }),
    maximum: t.exposeFloat('maximum', { nullable: true, description: 'Greatest value.' }),
    exclusiveMinimum: t.exposeBoolean('exclusiveMinimum', {
      description: 'Whether the least value itself is refused.',
    }),
    options: t.stringList({
      nullable: true,
      description: 'Values of a choice.',
      resolve: ({ options }) => (options ? [...options] : null),
    }),
    onlyWith: t.expose('onlyWith', {
      type: ParameterValueObject,
      nullable: true,
      description:
        'Where it counts with one value of another parameter alone: which. It is needed then, unless it has a default.',
    }),
    onlyAgainst: t.stringList({
      nullable: true,
      description:
        'Where it counts against some detectors alone: ids of their methods; the others leave it unread. Of the detector that the attacker is given.',
      resolve: ({ onlyAgainst: trait }) =>
        trait && detectors.filter(({ softTraits }) => softTraits?.includes(trait)).map(({ id }) => id),
    }),
  }),
});

const MethodInterface = builder.interfaceRef<Method>('Method').implement({
  description: 'An attack, a detector or an architecture, as people choose it.',
  fields: (t) => ({
    methodId: t.exposeString('id', { description: 'Its name in inputs.' }),
    title: t.exposeString('title', { description: 'Its name for people.' }),
    summary: t.exposeString('summary', { description: 'What it does, for somebody who has to choose.' }),
    source: t.exposeString('source', { description: 'Address of the publication that defines it.' }),
    parameters: t.field({
      type: [ParameterObject],
      description: 'Its parameters, in order.',
      resolve: ({ params }) => describeParameters(params),
    }),
  }),
});

/** The norms as the API names them. */
export const NormEnum = builder.enumType('Norm', {
  description: 'How the size of a perturbation is measured.',
  values: {
    L0: { description: 'Number of values changed.' },
    L1: { description: 'Sum of absolute changes.' },
    L2: { description: 'Euclidean length.' },
    Linf: { description: 'Greatest change of one value.' },
  } as const,
});

const AttackGoal = builder.enumType('AttackGoal', {
  description: 'What an attack aims at.',
  values: {
    FIXED_BUDGET: { value: 'fixed-budget', description: 'Stay within epsilon.' },
    MINIMAL_NORM: { value: 'minimal-norm', description: 'The smallest perturbation that succeeds.' },
  } as const,
});

const AttackNeed = builder.enumType('AttackNeed', {
  description: 'What an attack asks of a model.',
  values: {
    GRADIENTS: { value: 'gradients', description: 'Gradients, which models in graph format do not have.' },
    QUERIES: { value: 'queries', description: 'What it says of images, or nothing: runs on every model.' },
  } as const,
});

/** An attack as the API describes it. */
export const AttackMethod = builder.objectRef<AnyAttack>('AttackMethod').implement({
  description: 'An attack that can be launched.',
  interfaces: [MethodInterface],
  fields: (t) => ({
    norm: t.field({ type: NormEnum, description: 'The norm that it bounds.', resolve: ({ norm }) => norm }),
    goal: t.field({ type: AttackGoal, description: 'What it aims at.', resolve: ({ goal }) => goal }),
    needs: t.expose('needs', { type: AttackNeed, description: 'What it asks of a model.' }),
    control: t.exposeBoolean('control', {
      description: 'A control is no attack: a detector must not flag it.',
    }),
  }),
});

const LayerNeed = builder.enumType('LayerNeed', {
  description: 'How many layers a detector reads.',
  values: {
    NONE: { value: 'none', description: 'None: it looks at images or at what the model says.' },
    ONE: { value: 'one', description: 'One layer.' },
    MANY: { value: 'many', description: 'Several layers.' },
  } as const,
});

/** A detector method as the API describes it. */
export const DetectorMethod = builder.objectRef<Detector>('DetectorMethod').implement({
  description: 'A detector that can be fitted.',
  interfaces: [MethodInterface],
  fields: (t) => ({
    needsTraining: t.boolean({
      description: 'Whether it learns from attack sets, whatever its parameters.',
      resolve: ({ needs }) => needs.training,
    }),
    learnsWhen: t.field({
      type: [ParameterValueObject],
      description: 'Values with each of which it learns from attack sets, where it does not do so anyway.',
      resolve: (detector) => learnsWhen(detector),
    }),
    layers: t.field({
      type: LayerNeed,
      description: 'How many layers it reads.',
      resolve: ({ needs }) => needs.layers,
    }),
    differentiable: t.boolean({
      description:
        'Whether it has gradients for an attacker who knows it; without them it can be attacked by transfer from a surrogate only.',
      resolve: ({ differentiable }) => differentiable !== undefined,
    }),
  }),
});

const ArchitectureObject = builder.objectRef<Architecture>('Architecture').implement({
  description: 'A classifier that can be trained here.',
  interfaces: [MethodInterface],
  fields: (t) => ({
    taps: t.stringList({
      description: 'Layers whose activations are kept.',
      resolve: ({ taps }) => [...taps],
    }),
  }),
});

builder.queryFields((t) => ({
  attackMethods: t.field({ type: [AttackMethod], description: 'All attacks.', resolve: () => [...attacks] }),
  adaptiveAttackMethods: t.field({
    type: [AttackMethod],
    description: 'All attacks that know a detector.',
    resolve: () => [...adaptiveAttacks],
  }),
  detectorMethods: t.field({
    type: [DetectorMethod],
    description: 'All detectors.',
    resolve: () => [...detectors],
  }),
  architectures: t.field({
    type: [ArchitectureObject],
    description: 'All architectures.',
    resolve: () => [...architectures],
  }),
}));
