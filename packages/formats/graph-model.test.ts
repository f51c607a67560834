import { describe, expect, it } from 'vitest';
import * as formats from '.';

const float = { dtype: { type: 'DT_FLOAT' } };
const dim = [-1, 2, 2, 1].map((size) => ({ size: String(size) }));
const nodes = [
  { name: 'images', op: 'Placeholder', attr: { ...float, shape: { shape: { dim } } } },
  { name: 'kernel', op: 'Const', attr: float },
  { name: 'conv', op: 'Conv2D', input: ['images', 'kernel'], attr: { data_format: { s: 'TkhXQw==' } } },
  { name: 'out', op: 'Relu', input: ['conv:0', '^kernel'] },
];
const sound = JSON.stringify({
  format: 'graph-model',
  modelTopology: { node: nodes, library: {}, versions: { producer: 1 } },
  weightsManifest: [
    { paths: ['weights.bin'], weights: [{ name: 'kernel', shape: [1, 1, 1, 2], dtype: 'float32' }] },
  ],
});
const files = new Map([['weights.bin', formats.bytesOf(new Float32Array([1, 2]))]]);
const read = (json: string) => formats.readGraphModel(json, files);

/** The sound model with another part in one place. */
function changed(from: string, to: string): string {
  expect(sound).toContain(from);
  return sound.replace(from, to);
}

describe('graph-model', () => {
  it('passes a sound model: its input, its output, and nodes without what only orders them', () => {
    const file = read(sound);
    expect(file).toMatchObject({ input: { name: 'images', shape: [2, 2, 1] }, output: 'out' });
    expect(file.nodes.at(-1)).toMatchObject({ name: 'out', op: 'Relu', input: ['conv:0'] });
    expect(file.weightData).toHaveLength(8);
  });

  it('takes the output and the shape of the input from the signature', () => {
    const signature = {
      inputs: {
        x: {
          name: 'images:0',
          tensorShape: { dim: [{ size: '1' }, { size: '4' }, { size: '-1' }, { size: '1' }] },
        },
      },
      outputs: { y: { name: 'conv:0' } },
    };
    const file = read(JSON.stringify({ ...JSON.parse(sound), signature }));
    expect(file).toMatchObject({ input: { shape: [4, -1, 1] }, output: 'conv' });
  });

  it('is told from a layers-model', () => {
    expect(formats.modelFormat(sound)).toBe('graph-model');
    expect(formats.modelFormat(changed('"format":"graph-model",', ''))).toBe('graph-model');
    expect(formats.modelFormat('{"modelTopology":{"class_name":"Sequential"}}')).toBe('layers-model');
    expect(formats.modelFormat('{"format":"layers-model","modelTopology":{"node":[]}}')).toBe('layers-model');
    expect(() => formats.modelFormat('{')).toThrow(formats.FormatError);
  });

  it.each([
    ['control flow', '"Relu"', '"Switch"', /got "Switch", which is not taken: no control flow/],
    ['a function call', '"Relu"', '"PartitionedCall"', /got "PartitionedCall"/],
    ['a file operation', '"Relu"', '"ReadFile"', /got "ReadFile"/],
    ['an operation of somebody’s own', '"Relu"', '"MyCustomOp"', /got "MyCustomOp"/],
    ['chance', '"Relu"', '"RandomUniform"', /got "RandomUniform"/],
    ['functions', '"library":{}', '"library":{"function":[{}]}', /expected no functions/],
    [
      'a function as an attribute',
      '{"s":"TkhXQw=="}',
      '{"func":{"name":"f"}}',
      /expected a value, got a function/,
    ],
    [
      'initializers',
      '"weightsManifest"',
      '"modelInitializer":{},"weightsManifest"',
      /modelInitializer: expected none/,
    ],
    [
      'channels before rows',
      'TkhXQw==',
      'TkNIVw==',
      /conv \(Conv2D\): expected channels last \(NHWC\), got NCHW/,
    ],
    ['a node that depends on itself', '"conv:0"', '"out"', /out: expected no loops/],
    ['an input that is not there', '"conv:0"', '"cnov"', /out: expected inputs that are there, got cnov/],
    ['a name that is taken', '"name":"out"', '"name":"conv"', /conv: expected the name once/],
    ['a name of every object', '"name":"out"', '"name":"constructor"', /a name that no object has by itself/],
    ['two inputs', '"Relu"', '"Placeholder"', /expected one input, got 2/],
    ['bytes as its input', 'DT_FLOAT', 'DT_UINT8', /images: expected numbers of type DT_FLOAT, got DT_UINT8/],
    [
      'an input that is no image',
      '{"size":"1"}',
      '{"size":"1"},{"size":"1"}',
      /expected images \[n, h, w, c\], got \[-1, 2, 2, 1, 1\]/,
    ],
    ['two outputs', '"conv:0"', '"images"', /expected one output, got 2 \(conv, out\)/],
    [
      'a constant without bytes',
      '"name":"kernel","shape"',
      '"name":"images","shape"',
      /weight images: expected a constant/,
    ],
    ['a path that leaves the folder', 'weights.bin', '../weights.bin', /expected a plain file name/],
    ['an address', 'weights.bin', 'http://example.com/w', /expected a plain file name/],
    ['missing bytes', '[1,1,1,2]', '[1,1,1,3]', /expected 12 bytes of weights, got 8/],
    ['a file that is not there', 'weights.bin', 'other.bin', /expected the weight file other.bin/],
  ])('refuses %s', (_, from, to, words) => {
    expect(() => read(changed(from, to))).toThrow(formats.FormatError);
    expect(() => read(changed(from, to))).toThrow(words);
  });

  it('refuses weights that are not numbers, and constants that have none', () => {
    const bad = new Map([['weights.bin', formats.bytesOf(new Float32Array([1, Number.NaN]))]]);
    expect(() => formats.readGraphModel(sound, bad)).toThrow(/kernel: expected finite numbers, got NaN/);
    const none = JSON.stringify({ ...JSON.parse(sound), weightsManifest: [] });
    expect(() => read(none)).toThrow('graph node kernel: expected weights for it, got none');
  });

  it('refuses graphs of more nodes than any classifier has', () => {
    const many = Array.from({ length: 10_001 }, (_, at) => ({ name: `n${at}`, op: 'Relu', input: [] }));
    const json = JSON.stringify({ ...JSON.parse(sound), modelTopology: { node: many } });
    expect(() => read(json)).toThrow(formats.FormatError);
  });
});
