import { z } from 'zod';
import { FormatError } from './format-error';
import { decodeText, dimensionsOf, graphAttribute, tensorShape } from './graph-attributes';
import { knownOperations } from './graph-operations';
import { checkOrder, type GraphNode, sourceOf } from './graph-order';
import { firstIssue, parseModelJson } from './model-json';
import { type ModelWeights, readWeights, weightsManifest } from './model-weights';

const maxNodes = 10_000;

/** A node's name. Those that every object of JavaScript has would be found in TF.js' tables without having been put there. */
const nodeName = z
  .string()
  .max(500)
  .regex(/^[\w.][\w.\-/>]*$/, 'expected a name of letters, digits and . - / _')
  .refine((name) => !(name in {}), 'expected a name that no object has by itself');

const node = z.object({
  name: nodeName,
  op: z.enum(knownOperations, {
    error: ({ input }) =>
      `expected an operation of an image classifier, got ${JSON.stringify(input)?.slice(0, 100)}, which is not taken: no control flow, functions, tables, files, text, chance or custom operations`,
  }),
  input: z.array(z.string().max(510)).max(1000).default([]),
  attr: z.record(z.string().max(100), graphAttribute).default({}),
});

const signature = z.looseObject({
  inputs: z
    .record(z.string(), z.looseObject({ name: z.string().optional(), tensorShape: tensorShape.optional() }))
    .optional(),
  outputs: z.record(z.string(), z.looseObject({ name: z.string().optional() })).optional(),
});

const noInitializer = z.undefined({ error: 'expected none: nothing runs before the first image' }).optional();

const modelJson = z.object({
  format: z.literal('graph-model').optional(),
  modelTopology: z.looseObject({
    node: z.array(node).min(1).max(maxNodes),
    library: z
      .looseObject({ function: z.array(z.unknown()).max(0, 'expected no functions').optional() })
      .optional(),
  }),
  signature: signature.optional(),
  userDefinedMetadata: z.looseObject({ signature: signature.optional() }).optional(),
  modelInitializer: noInitializer,
  initializerSignature: noInitializer,
  weightsManifest,
});

/** A graph with one input and one output that passed our own check. */
export interface GraphModelFile extends ModelWeights {
  readonly nodes: readonly GraphNode[];
  /** The placeholder that images are given to, with what it says of them: `[h, w, c]`, -1 where it says nothing. */
  readonly input: { readonly name: string; readonly shape: readonly number[] };
  /** The node whose output, `[n, classes]`, is the model's. */
  readonly output: string;
  /**
   * Where a softmax was cut whose output changed its shape: the node that it read, for who can run the graph. If that gives
   * more than one row of classes for an image, the model makes several distributions and has no logits.
   */
  readonly reshapedFrom?: string;
}

/**
 * Checks a TF.js graph-model before TF.js sees it: known operations, one image in and one tensor out, constants that all
 * have their bytes, plain file names, exact byte counts, finite weights, channels last.
 *
 * @param files weight files by the names that `weightsManifest` gives
 * @throws {FormatError}
 */
export function readGraphModel(json: string, files: ReadonlyMap<string, Uint8Array>): GraphModelFile {
  const { manifest, ...graph } = parseGraphModel(json);
  const weights = readWeights(manifest, files);
  checkConstants(graph.nodes, weights);
  return { ...graph, ...weights };
}

/** The model.json of a graph-model, checked as far as that can be without its weights. @throws {FormatError} */
export function parseGraphModel(json: string): Pick<GraphModelFile, 'nodes' | 'input' | 'output'> & {
  readonly manifest: z.output<typeof weightsManifest>;
} {
  const parsed = modelJson.safeParse(parseModelJson(json));
  if (!parsed.success) throw new FormatError(`model.json: ${firstIssue(parsed.error)}`);
  const { modelTopology, userDefinedMetadata, weightsManifest: manifest } = parsed.data;
  const nodes = modelTopology.node.map(withoutControl);
  const said = parsed.data.signature ?? userDefinedMetadata?.signature;
  checkOrder(nodes);
  for (const each of nodes) checkLayout(each);
  return { nodes, input: inputOf(nodes, said), output: outputOf(nodes, said), manifest };
}

/** Nodes have no effects but their outputs: what only says in which order they run is left out. */
function withoutControl({ input, ...rest }: z.output<typeof node>): GraphNode {
  return { ...rest, input: input.filter((from) => !from.startsWith('^')) };
}

type Signature = z.output<typeof signature> | undefined;

function inputOf(nodes: readonly GraphNode[], said: Signature): GraphModelFile['input'] {
  const placeholders = nodes.filter(({ op }) => op === 'Placeholder');
  const [placeholder] = placeholders;
  if (!placeholder || placeholders.length > 1)
    throw new FormatError(`graph: expected one input, got ${placeholders.length}`);
  const { name, attr } = placeholder;
  const type = attr.dtype?.type ?? 'DT_FLOAT';
  if (type !== 'DT_FLOAT' && type !== 1)
    throw new FormatError(`graph input ${name}: expected numbers of type DT_FLOAT, got ${type}`);
  const signed = Object.values(said?.inputs ?? {}).find(
    (one) => one.name && sourceOf(one.name).name === name,
  );
  const shapes = [signed?.tensorShape, attr.shape?.shape].map(dimensionsOf);
  const shape = shapes.find((one) => one !== undefined);
  const [, ...image] = shape ?? [];
  if (image.length !== 3)
    throw new FormatError(
      `graph input ${name}: expected images [n, h, w, c], got ${shape ? `[${shape.join(', ')}]` : 'no shape'}`,
    );
  return { name, shape: image };
}

function outputOf(nodes: readonly GraphNode[], said: Signature): string {
  const read = new Set(nodes.flatMap(({ input }) => input.map((from) => sourceOf(from).name)));
  const ends = nodes.filter(({ name, op }) => !read.has(name) && op !== 'Const' && op !== 'NoOp');
  const signed = Object.entries(said?.outputs ?? {}).map(([key, { name }]) => name ?? key);
  const outputs = signed.length > 0 ? signed : ends.map(({ name }) => name);
  const [output] = outputs;
  if (!output || outputs.length > 1)
    throw new FormatError(
      `graph: expected one output, got ${outputs.length} (${outputs.slice(0, 10).join(', ')})`,
    );
  const { name, index } = sourceOf(output);
  if (index !== 0 || !nodes.some((known) => known.name === name))
    throw new FormatError(`graph output: expected the first output of a node, got ${output}`);
  return name;
}

function checkLayout({ name, op, attr }: GraphNode): void {
  const layout = decodeText(attr.data_format?.s);
  if (layout !== undefined && layout !== 'NHWC')
    throw new FormatError(`graph node ${name} (${op}): expected channels last (NHWC), got ${layout}`);
}

function checkConstants(nodes: readonly GraphNode[], { weightSpecs }: ModelWeights): void {
  const constants = new Set(nodes.filter(({ op }) => op === 'Const').map(({ name }) => name));
  const named = new Set<string>();
  for (const { name } of weightSpecs) {
    if (named.has(name)) throw new FormatError(`weight ${name}: expected it once, got it twice`);
    if (!constants.has(name))
      throw new FormatError(`weight ${name}: expected a constant of the graph, got no node`);
    named.add(name);
  }
  const missing = [...constants].find((name) => !named.has(name));
  if (missing !== undefined)
    throw new FormatError(`graph node ${missing}: expected weights for it, got none`);
}
