import type { GraphWriter, Output } from '../graph-writer';
import { Uncovered } from '../uncovered';

/** A tensor of the graph, with its shape without the batch. */
export interface Value {
  readonly output: Output;
  readonly shape: readonly number[];
}

/** What is written of a layer: its output, and the way back of a gradient from there to the layer's inputs. */
export interface Written {
  readonly output: Output;
  /** Gradient with respect to each input, given the one with respect to the output. */
  readonly back: (gradient: Output) => readonly Output[];
}

/** A layer at one place of a network. */
export interface LayerUse {
  readonly name: string;
  readonly className: string;
  /** As TF.js gives it. */
  readonly config: Readonly<Record<string, unknown>>;
  /** In TF.js' order, such as kernel and bias. */
  readonly weights: readonly { readonly values: Float32Array; readonly shape: readonly number[] }[];
  readonly inputs: readonly Value[];
  /** Without the batch. */
  readonly outputShape: readonly number[];
}

/** How a kind of layer is written; throws `Uncovered` for a setting that has no form. */
export type WriteLayer = (graph: GraphWriter, use: LayerUse) => Written;

/** The layer's only input. */
export function onlyInput({ inputs, ...use }: LayerUse): Value {
  const [input] = inputs;
  if (!input || inputs.length !== 1) throw refusal(use, 'one input', inputs.length);
  return input;
}

/** A refusal that names the layer, what is covered, and what it has. */
export function refusal(
  { name, className }: Pick<LayerUse, 'name' | 'className'>,
  expected: string,
  got: unknown,
): Uncovered {
  return new Uncovered(`layer ${name} (${className}): expected ${expected}, got ${JSON.stringify(got)}`);
}

/** A size in both directions: `2` and `[2, 2]` are the same. */
export function pair(use: LayerUse, key: string): [number, number] {
  const value = use.config[key];
  const [down, across] = Array.isArray(value) ? value : [value, value];
  if (!Number.isInteger(down) || !Number.isInteger(across))
    throw refusal(use, `${key} of whole numbers`, value);
  return [down, across];
}

/** A window's settings, as TensorFlow wants them for images `[n, h, w, c]`. */
export function windowAttributes(use: LayerUse): { strides: number[]; padding: string } {
  const { padding, dataFormat } = use.config;
  if (padding !== 'same' && padding !== 'valid') throw refusal(use, 'padding same or valid', padding);
  channelsLast(use, dataFormat);
  return { strides: [1, ...pair(use, 'strides'), 1], padding: padding.toUpperCase() };
}

/** Refuses images whose channels come first. */
export function channelsLast(use: LayerUse, dataFormat: unknown): void {
  if (dataFormat === 'channelsFirst') throw refusal(use, 'dataFormat channelsLast', dataFormat);
}

/** Refuses an axis other than the last one, which is -1, the rank without the batch, or that in a list (Keras). */
export function lastAxis(use: LayerUse): void {
  const { axis = -1 } = use.config;
  const [only, ...more] = Array.isArray(axis) ? axis : [axis];
  const last = only === -1 || only === use.outputShape.length;
  if (!last || more.length > 0) throw refusal(use, 'the last axis', axis);
}

/** A layer that hands its input through. */
export const identity: WriteLayer = (_, use) => ({
  output: onlyInput(use).output,
  back: (gradient) => [gradient],
});
