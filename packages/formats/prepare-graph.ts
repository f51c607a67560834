import { FormatError } from './format-error';
import type { GraphModelFile } from './graph-model';
import { type GraphNode, sourceOf } from './graph-order';
import type { WeightSpec } from './model-weights';
import type { Normalization } from './normalize-input';

/**
 * The graph with its input's shape filled in, for any number of images at once.
 *
 * @throws {FormatError} when the graph says something else of its input
 */
export function fixGraphInput(file: GraphModelFile, shape: readonly number[]): GraphModelFile {
  const { name, shape: said } = file.input;
  if (said.length !== shape.length || said.some((size, at) => size !== -1 && size !== shape[at]))
    throw new FormatError(
      `graph input ${name}: expected [${shape.join(', ')}] like the data set, got [${said.map((size) => (size === -1 ? 'any' : size)).join(', ')}]`,
    );
  const dim = [-1, ...shape].map((size) => ({ size }));
  const nodes = file.nodes.map((node) =>
    node.name === name ? { ...node, attr: { ...node.attr, shape: { shape: { dim } } } } : node,
  );
  return { ...file, nodes, input: { name, shape } };
}

/**
 * The graph with two nodes behind its input that normalize each channel, `(x - mean) / std`: images and perturbations are
 * in units of plain pixels.
 *
 * @throws {FormatError} when there is not one mean and one std for each channel
 */
export function normalizeGraphInput(file: GraphModelFile, { mean, std }: Normalization): GraphModelFile {
  const channels = file.input.shape.at(-1);
  if (channels !== mean.length || channels !== std.length)
    throw new FormatError(
      `normalization: expected a mean and a std for each of ${channels} channels, got ${mean.length} and ${std.length}`,
    );
  const name = freeName(file, 'input_normalization');
  const redirected = file.nodes.map((node) => ({
    ...node,
    input: node.input.map((from) => (sourceOf(from).name === file.input.name ? name : from)),
  }));
  const float = { T: { type: 'DT_FLOAT' } };
  return withConstants(
    { ...file, nodes: redirected },
    [constant(`${name}/mean`, mean), constant(`${name}/std`, std)],
    [
      { name: `${name}/centered`, op: 'Sub', input: [file.input.name, `${name}/mean`], attr: float },
      { name, op: 'RealDiv', input: [`${name}/centered`, `${name}/std`], attr: float },
    ],
  );
}

/** The graph with only some of its classes, in the order given. @throws {FormatError} where no matrix is cut (by TF.js, later) */
export function keepGraphClasses(file: GraphModelFile, classes: readonly number[]): GraphModelFile {
  const name = freeName(file, 'kept_classes');
  const [indices, axis] = [`${name}/indices`, `${name}/axis`];
  return withConstants(
    { ...file, output: name },
    [constant(indices, classes, 'int32'), constant(axis, 1, 'int32')],
    [{ name, op: 'GatherV2', input: [file.output, indices, axis], attr: { Tparams: { type: 'DT_FLOAT' } } }],
  );
}

/** The graph as files: a `model.json` that `readGraphModel` reads, and its one weight file, `weights.bin`. */
export function writeGraphModel(file: GraphModelFile): { modelJson: string; weightData: Uint8Array } {
  const { nodes, input, output, weightSpecs, weightData } = file;
  const dim = [-1, ...input.shape].map((size) => ({ size: String(size) }));
  return {
    weightData,
    modelJson: JSON.stringify({
      format: 'graph-model',
      modelTopology: { node: nodes },
      signature: {
        inputs: { [input.name]: { name: `${input.name}:0`, dtype: 'DT_FLOAT', tensorShape: { dim } } },
        outputs: { [output]: { name: `${output}:0`, dtype: 'DT_FLOAT' } },
      },
      weightsManifest: [{ paths: ['weights.bin'], weights: weightSpecs }],
    }),
  };
}

interface Constant {
  readonly node: GraphNode;
  readonly spec: WeightSpec;
  readonly bytes: Uint8Array;
}

/** A vector, or a single number. */
function constant(
  name: string,
  values: readonly number[] | number,
  dtype: 'float32' | 'int32' = 'float32',
): Constant {
  const vector = typeof values === 'number' ? [values] : values;
  const data = dtype === 'int32' ? Int32Array.from(vector) : Float32Array.from(vector);
  return {
    node: {
      name,
      op: 'Const',
      input: [],
      attr: { dtype: { type: dtype === 'int32' ? 'DT_INT32' : 'DT_FLOAT' } },
    },
    spec: { name, shape: typeof values === 'number' ? [] : [values.length], dtype },
    bytes: new Uint8Array(data.buffer),
  };
}

function withConstants(
  file: GraphModelFile,
  constants: readonly Constant[],
  nodes: readonly GraphNode[],
): GraphModelFile {
  return {
    ...file,
    nodes: [...file.nodes, ...constants.map(({ node }) => node), ...nodes],
    weightSpecs: [...file.weightSpecs, ...constants.map(({ spec }) => spec)],
    weightData: Buffer.concat([file.weightData, ...constants.map(({ bytes }) => bytes)]),
  };
}

/** A name under which the graph has no node. */
function freeName({ nodes }: GraphModelFile, wanted: string): string {
  const taken = new Set(nodes.map(({ name }) => name.split('/')[0]));
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
  return name;
}
