import { block, entry, type Field, float, join, number, numbers } from './protobuf';

/** An output of a node, such as `conv1/Conv2D_4:0`. */
export type Output = string;

/** An operation's attribute: a whole number, a list of them, a word, a truth value, a float, or a type of numbers. */
export type Attribute =
  | number
  | readonly number[]
  | string
  | boolean
  | { readonly float: number }
  | { readonly type: NumberType };

/** Types of numbers, by TensorFlow's enumeration `DataType`. */
const numberTypes = { float32: 1, int32: 3, bool: 10 } as const;
/** One of them. */
export type NumberType = keyof typeof numberTypes;

/** TensorFlow's graph version that the nodes are written for: any of TensorFlow 2. */
const producer = 1000;

/**
 * Collects the nodes of a TensorFlow graph and writes them as a SavedModel without variables.
 *
 * @see https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/protobuf/saved_model.proto
 */
export class GraphWriter {
  readonly #nodes: Field[] = [];
  /** Of each node: the outputs that it reads, and whether what it gives depends on what is given at a run. */
  readonly #reads: { readonly inputs: readonly Output[]; readonly dynamic: boolean }[] = [];
  readonly #integers = new Map<string, Output>();

  /** An operation on float32 values, given its first output. Attributes not named have TensorFlow's defaults. */
  operation(
    op: string,
    inputs: readonly Output[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Output {
    return this.#node(op, inputs, { T: { type: 'float32' }, ...attributes });
  }

  /** Values to be given at each run; -1 is a size that is not known. */
  placeholder(type: NumberType, shape: readonly number[]): Output {
    return this.#node('Placeholder', [], { dtype: { type } }, [
      entry(5, 'shape', [block(7, shapeFields(shape))]),
    ]);
  }

  /** Float32 values that stand in the graph, such as weights. */
  constant(values: Float32Array, shape: readonly number[]): Output {
    return this.#constant('float32', values, shape);
  }

  /** Whole numbers that stand in the graph, such as a shape; a list if not told otherwise. */
  integers(values: readonly number[], shape: readonly number[] = [values.length]): Output {
    const key = `${values} as ${shape}`;
    const known = this.#integers.get(key);
    if (known) return known;
    const made = this.#constant('int32', Int32Array.from(values), shape);
    this.#integers.set(key, made);
    return made;
  }

  /** One float that stands in the graph. */
  scalar(value: number): Output {
    return this.#constant('float32', Float32Array.of(value), []);
  }

  /** The shape of a tensor, as int32 `[rank]`. */
  shapeOf(x: Output): Output {
    return this.operation('Shape', [x]);
  }

  /** 1 where `condition` holds, else 0. */
  mask(condition: Output): Output {
    return this.#node('Cast', [condition], { SrcT: { type: 'bool' }, DstT: { type: 'float32' } });
  }

  /** How many nodes there are: a place between those written so far and those to come. */
  get place(): number {
    return this.#nodes.length;
  }

  /** What the nodes from `place` on read of those before it and depends on what is given at a run, each once. */
  readAcross(place: number): Output[] {
    const read = this.#reads.slice(place).flatMap(({ inputs }) => inputs);
    const before = read.filter((output) => nodeOf(output) < place && this.#reads[nodeOf(output)]?.dynamic);
    return [...new Set(before)];
  }

  /** The file `saved_model.pb`, with the tag that TensorFlow expects of models to be served. */
  savedModel(): Uint8Array {
    const graph = [...this.#nodes, block(4, [number(1, producer)])];
    const metaGraph = [block(1, [block(4, 'serve')]), block(2, graph)];
    return join([number(1, 1), block(2, metaGraph)]);
  }

  #constant(type: NumberType, values: Float32Array | Int32Array, shape: readonly number[]): Output {
    const content = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const tensor = [number(1, numberTypes[type]), block(2, shapeFields(shape)), block(4, content)];
    return this.#node('Const', [], { dtype: { type } }, [entry(5, 'value', [block(8, tensor)])]);
  }

  #node(
    op: string,
    inputs: readonly Output[],
    attributes: Readonly<Record<string, Attribute>>,
    more: readonly Field[] = [],
  ): Output {
    const name = `n${this.#nodes.length}`;
    const dynamic = op === 'Placeholder' || inputs.some((input) => this.#reads[nodeOf(input)]?.dynamic);
    this.#reads.push({ inputs, dynamic });
    this.#nodes.push(
      block(1, [
        block(1, name),
        block(2, op),
        ...inputs.map((input) => block(3, input)),
        ...Object.entries(attributes).map(([key, value]) => entry(5, key, [attributeField(value)])),
        ...more,
      ]),
    );
    return `${name}:0`;
  }
}

/** The number of the node that gives an output. */
function nodeOf(output: Output): number {
  return Number(output.slice(1, output.indexOf(':')));
}

/** Another output of the node that gave this one. */
export function siblingOutput(output: Output, index: number): Output {
  return output.replace(/\d+$/, String(index));
}

function attributeField(value: Attribute): Field {
  if (typeof value === 'number') return number(3, value);
  if (typeof value === 'string') return block(2, value);
  if (typeof value === 'boolean') return number(5, Number(value));
  if ('float' in value) return float(4, value.float);
  if ('type' in value) return number(6, numberTypes[value.type]);
  return block(1, [numbers(3, value)]);
}

function shapeFields(shape: readonly number[]): Field[] {
  return shape.map((size) => block(2, [size < 0 ? minusOne : number(1, size)]));
}

/** -1 as protobuf writes it in field 1: ten bytes of two's complement. */
const minusOne: Field = Uint8Array.of(8, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1);
