import { adaptiveAttacks } from '@fiducial/core/adaptive';
import { attacks } from '@fiducial/core/attacks';
import { detectors } from '@fiducial/core/detectors';
import { describeParameters, type Method, type Parameter } from '@fiducial/core/method';
import { architectures } from '@fiducial/core/models';
import { builder } from '../graphql/builder';
import type { MethodChoice } from './chosen-method';

/** An input type with one field for each method, of which exactly one is given: made from the registry. */
function methodInput(
  name: string,
  {
    methods,
    description,
    leaveOut = [],
  }: { methods: readonly Method[]; description: string; leaveOut?: readonly string[] },
) {
  return builder.inputRef<MethodChoice>(name).implement({
    description,
    isOneOf: true,
    fields: (t) =>
      Object.fromEntries(
        methods.map((method) => [
          method.id,
          t.field({
            type: parametersInput(method, leaveOut),
            description: `${method.title}: ${method.summary}`,
          }),
        ]),
      ),
  });
}

function parametersInput(method: Method, leaveOut: readonly string[]) {
  const name = `${method.id.charAt(0).toUpperCase()}${method.id.slice(1)}ParametersInput`;
  const parameters = describeParameters(method.params).filter(
    (parameter) => !leaveOut.includes(parameter.name),
  );
  return builder.inputRef<Record<string, unknown>>(name).implement({
    description: `Parameters of ${method.title}; those not given take their default.`,
    fields: (t) =>
      parameters.length > 0
        ? Object.fromEntries(
            parameters.map((parameter) => {
              const options = { description: describe(parameter), required: false } as const;
              return [parameter.name, fieldOf(t, parameter, options)];
            }),
          )
        : {
            none: t.boolean({
              description: 'This method has no parameters; leave this out.',
              required: false,
            }),
          },
  });
}

type InputFieldBuilder = Parameters<
  Parameters<ReturnType<typeof builder.inputRef<Record<string, unknown>>>['implement']>[0]['fields']
>[0];

function fieldOf(
  t: InputFieldBuilder,
  { type }: Parameter,
  options: { description: string; required: false },
) {
  if (type === 'number') return t.float(options);
  if (type === 'integer' || type === 'class') return t.int(options);
  if (type === 'boolean') return t.boolean(options);
  if (type === 'layers') return t.stringList(options);
  return t.string(options);
}

function describe({ description, default: value, options }: Parameter): string {
  const choices = options ? ` One of ${options.join(', ')}.` : '';
  return `${description}${choices}${value === null ? '' : ` Default ${JSON.stringify(value)}.`}`;
}

/** Attacks and their parameters; epsilon is given apart, as a list. */
export const AttackInput = methodInput('AttackInput', {
  methods: attacks,
  description: 'An attack with its parameters. Exactly one field is given.',
  leaveOut: ['epsilon'],
});

/** Attacks that know a detector and their parameters; epsilon is given apart, as a list. */
export const AdaptiveAttackInput = methodInput('AdaptiveAttackInput', {
  methods: adaptiveAttacks,
  description: 'An attack that knows a detector, with its parameters. Exactly one field is given.',
  leaveOut: ['epsilon'],
});

/** Detectors and their parameters. */
export const DetectorInput = methodInput('DetectorInput', {
  methods: detectors,
  description: 'A detector with its parameters. Exactly one field is given.',
});

/** Architectures and their training parameters. */
export const ArchitectureInput = methodInput('ArchitectureInput', {
  methods: architectures,
  description: 'An architecture with its training parameters. Exactly one field is given.',
});
