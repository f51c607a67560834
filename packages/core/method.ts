import { z } from 'zod';
import { type SoftTrait, softTraits } from './detectors/differentiable-score';
import { CoreError } from './errors';
import { expectedGot } from './expected-got';

/** What attacks and detectors have in common: an identity, words, a source, and parameters that one schema describes. */
export interface Method<Params extends z.ZodObject = z.ZodObject> {
  /** camelCase; stored in the database, part of the GraphQL schema. */
  readonly id: string;
  readonly title: string;
  /** One or two sentences for somebody who has to choose. */
  readonly summary: string;
  /** Address of the publication that defines it. */
  readonly source: string;
  /** The only home of the parameters: types the code, validates requests, makes the GraphQL input, draws the form. */
  readonly params: Params;
}

/** One parameter as a form or a listing needs it. */
export interface Parameter {
  readonly name: string;
  readonly type: 'number' | 'integer' | 'boolean' | 'choice' | 'layer' | 'layers' | 'class';
  readonly description: string;
  /** Whether a value has to be given: it has no default, and the method does not go without. */
  readonly required: boolean;
  /** Null where there is none. */
  readonly default: number | boolean | string | readonly string[] | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** Whether `minimum` itself is refused. */
  readonly exclusiveMinimum: boolean;
  /** The values of a `choice`. */
  readonly options: readonly string[] | null;
  /** Where it counts with one value of another parameter alone: which. It is needed then, unless it has a default. */
  readonly onlyWith: ParameterValue | null;
  /** Where it counts against some detectors alone: what their soft scores have. */
  readonly onlyAgainst: SoftTrait | null;
}

/** A value of a parameter. */
export interface ParameterValue {
  readonly parameter: string;
  /** The empty list says that nothing is chosen. */
  readonly value: string | boolean | readonly string[];
}

/** A parameter that names a layer of the model: forms offer the layers that there are. */
export const layerName = () => z.string().min(1).meta({ parameterType: 'layer' });

/** A parameter that names several layers. Empty means all that the reference set has. */
export const layerNames = () => z.array(z.string().min(1)).meta({ parameterType: 'layers' });

/** A parameter that is a class of the model's data set, by its number: forms offer the classes that there are. */
export const classNumber = () => z.int().min(0).max(1_000_000).meta({ parameterType: 'class' });

/** For `meta`: a parameter counts with one value of another alone. */
export const onlyWith = (parameter: string, value: ParameterValue['value']) => ({
  onlyWith: { parameter, value } satisfies ParameterValue,
});

/** For `meta`: a parameter of an attack counts against detectors alone whose soft scores have this. */
export const onlyAgainst = (trait: SoftTrait) => ({ onlyAgainst: trait });

const propertySchema = z.looseObject({
  type: z.string().optional(),
  description: z.string().default(''),
  default: z.union([z.number(), z.boolean(), z.string(), z.array(z.string())]).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  enum: z.array(z.string()).optional(),
  parameterType: z.enum(['layer', 'layers', 'class']).optional(),
  onlyWith: z
    .object({ parameter: z.string(), value: z.union([z.string(), z.boolean(), z.array(z.string())]) })
    .optional(),
  onlyAgainst: z.enum(softTraits).optional(),
});

/** Parameters in the order in which the schema declares them. */
export function describeParameters(params: z.ZodObject): Parameter[] {
  const { properties = {}, required = [] } = z.toJSONSchema(params, { io: 'input' });
  return Object.entries(properties).map(([name, raw]) => {
    const property = propertySchema.parse(raw);
    const limit = property.maximum;
    return {
      name,
      type: parameterType(property),
      description: property.description,
      required: required.includes(name),
      default: property.default ?? null,
      minimum: property.exclusiveMinimum ?? property.minimum ?? null,
      maximum: limit === undefined || limit >= Number.MAX_SAFE_INTEGER ? null : limit,
      exclusiveMinimum: property.exclusiveMinimum !== undefined,
      options: property.enum ?? null,
      onlyWith: property.onlyWith ?? null,
      onlyAgainst: property.onlyAgainst ?? null,
    };
  });
}

function parameterType(property: z.output<typeof propertySchema>): Parameter['type'] {
  if (property.parameterType) return property.parameterType;
  if (property.enum) return 'choice';
  if (property.type === 'integer' || property.type === 'boolean') return property.type;
  return 'number';
}

/**
 * Parameters with all defaults filled in.
 *
 * @throws {CoreError} `PARAMETERS`, naming the field, what was expected and what came
 */
export function parseParameters<Params extends z.ZodObject>(
  method: Pick<Method<Params>, 'id' | 'params'>,
  given: unknown,
): z.output<Params> {
  const parsed = z.strictObject(method.params.shape).safeParse(given, expectedGot);
  if (parsed.success) return parsed.data as z.output<Params>; // the strict form has the same shape
  const [issue] = parsed.error.issues;
  throw new CoreError(
    'PARAMETERS',
    `${[method.id, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'not as expected'}`,
  );
}

/**
 * Adds a method to a registry.
 *
 * @throws {CoreError} `PARAMETERS` when its id is taken or is not camelCase
 */
export function register<M extends Pick<Method, 'id'>>(registry: M[], method: M): void {
  if (!/^[a-z][a-zA-Z0-9]*$/.test(method.id))
    throw new CoreError('PARAMETERS', `id: expected camelCase letters and digits, got ${method.id}`);
  if (registry.some(({ id }) => id === method.id))
    throw new CoreError('PARAMETERS', `id: expected one that is not taken yet, got ${method.id}`);
  registry.push(method);
}
