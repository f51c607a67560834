import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import * as formats from './index';

const idx = (shape: number[], data: number[]) =>
  Buffer.concat([
    Buffer.from([0, 0, 8, shape.length]),
    ...shape.map((size) => {
      const b = Buffer.alloc(4);
      b.writeUInt32BE(size);
      return b;
    }),
    Buffer.from(data),
  ]);

describe('IDX', () => {
  it('reads images plain and compressed', () => {
    const file = idx([2, 1, 2], [1, 2, 3, 4]);
    for (const bytes of [file, gzipSync(file)]) {
      const { shape, data } = formats.readIdx(bytes);
      expect(shape).toEqual([2, 1, 2]);
      expect([...data]).toEqual([1, 2, 3, 4]);
    }
  });
  it.each([
    ['cut short', idx([3], [1, 2])],
    ['with extra bytes', idx([1], [1, 2])],
    ['of another type', Buffer.from([0, 0, 13, 1, 0, 0, 0, 0])],
    ['that is empty', Buffer.alloc(0)],
    ['with a damaged gzip', Buffer.from([0x1f, 0x8b, 1, 2])],
  ])('refuses a file %s', (_, bytes) => {
    expect(() => formats.readIdx(bytes)).toThrow(formats.FormatError);
  });
  it('refuses a stream that unpacks to more than allowed', () => {
    expect(() => formats.readIdx(gzipSync(idx([100_000], Array(100_000).fill(0))), 1000)).toThrow(
      /shape \[100000\]: expected at most 1000 unpacked bytes, got 100008 declared/,
    );
  });
  it('refuses a bomb by what its header says, and one whose header lies when it grows beyond that', () => {
    const zeros = Buffer.alloc(20_000_000);
    const bomb = gzipSync(Buffer.concat([idx([20_000_000], []), zeros]));
    expect(() => formats.readIdx(bomb)).toThrow(
      /expected it to unpack to at most 100 times its \d+ bytes, got 20000008 bytes declared, \d{3,4} times/,
    );
    const lying = gzipSync(Buffer.concat([idx([10], []), zeros]));
    expect(() => formats.readIdx(lying)).toThrow(/shape \[10\]: expected gzip of at most 18 bytes, got/);
  });
  it('reads a stream that shrank a lot, as long as it is small', () => {
    const { data } = formats.readIdx(
      gzipSync(Buffer.concat([idx([1_000_000], []), Buffer.alloc(1_000_000)])),
    );
    expect(data).toHaveLength(1_000_000);
  });
});

describe('npy', () => {
  it.each([
    ['uint8', new Uint8Array([1, 2, 3, 4])],
    ['int32', new Int32Array([-1, 2, -3, 4])],
    ['uint32', new Uint32Array([1, 2, 3, 2 ** 31])],
    ['float32', new Float32Array([0.5, -1, 3e8, 0])],
  ] as const)('writes and reads %s', (dtype, data) => {
    const file = formats.writeNpy(dtype, [2, 2], data);
    const back = formats.readNpy(file);
    expect(back).toEqual({ dtype, shape: [2, 2], data });
    const header = formats.npyHeader(file.subarray(0, 128));
    expect(header.offset % 64).toBe(0);
    expect(header.offset + 2 * header.rowBytes).toBe(file.length);
  });
  it.each([
    ["{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", /plain header|expected one of/],
    ["{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", /C order/],
    ["{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", /little-endian/],
    ["{'descr': __import__('os').system('x'), 'fortran_order': False, 'shape': (1,), }", /plain header/],
    ["{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 99999999999), }", /too large/],
    ["{'descr': '<f4', 'fortran_order': False, 'shape': (7,), }", /expected 28 bytes/],
    ["{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", /plain header/],
    ["{'descr': '<f4', 'fortran_order': False, 'shape': (0, 99999999999999999999), }", /too large/],
    ["{'descr': '<f4', 'fortran_order': False, 'shape': (1 2), }", /too large/],
    ["{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", /plain header/],
    ["{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}", /plain header/],
  ])('refuses the header %s', (text, message) => {
    const head = Buffer.alloc(128, ' ');
    head.write('\x93NUMPY', 'latin1');
    head[6] = 1;
    head[7] = 0;
    head.writeUInt16LE(118, 8);
    head.write(text, 10);
    expect(() => formats.readNpy(head)).toThrow(message);
  });
});

describe('npy', () => {
  it('refuses a header of 4 GB, a file that is cut short and a pickle', () => {
    const large = Buffer.alloc(128, ' ');
    large.write('\x93NUMPY\x02\x00', 'latin1');
    large.writeUInt32LE(0xffffffff, 8);
    expect(() => formats.readNpy(large)).toThrow(/header of at most 4096 bytes, got 4294967295/);
    const whole = formats.writeNpy('float32', [3], new Float32Array(3));
    expect(() => formats.readNpy(whole.subarray(0, whole.length - 1))).toThrow(/expected 12 bytes/);
    expect(() => formats.readNpy(whole.subarray(0, 9))).toThrow(/expected it to start/);
    const pickle = Buffer.from('\x80\x04\x95\x20\0\0\0\0\0\0\0cposix\nsystem\n', 'latin1');
    expect(() => formats.readNpy(pickle)).toThrow(/expected it to start/);
  });
});

describe('safetensors', () => {
  const tensors = {
    a: { shape: [2, 1], data: new Float32Array([1, 2]) },
    b: { shape: [3], data: new Uint8Array([1, 2, 3]) },
  };
  it('writes and reads named arrays and text', () => {
    const back = formats.readSafetensors(formats.writeSafetensors(tensors, { layer: 'conv4' }));
    expect(back.metadata).toEqual({ layer: 'conv4' });
    expect(back.tensors.get('a')).toEqual(tensors.a);
    expect(back.tensors.get('b')).toEqual(tensors.b);
  });
  it('refuses truncated and overlapping data', () => {
    const file = formats.writeSafetensors(tensors);
    expect(() => formats.readSafetensors(file.subarray(0, file.length - 1))).toThrow(formats.FormatError);
    const text = Buffer.from(file).toString('latin1').replace('[8,11]', '[0,3] ');
    expect(() => formats.readSafetensors(Buffer.from(text, 'latin1'))).toThrow(/expected 3 bytes at 8/);
    expect(() => formats.readSafetensors(Buffer.alloc(8, 255))).toThrow(/header within the file/);
  });
});

describe('image folders', () => {
  const png = (shade: number, side = 2) =>
    sharp({
      create: { width: side, height: side, channels: 3, background: { r: shade, g: shade, b: shade } },
    })
      .png()
      .toBuffer();
  it('reads classes in order of their names', async () => {
    const files = [
      { path: 'dog/1.png', bytes: await png(200) },
      { path: 'cat/1.png', bytes: await png(100) },
    ];
    const { classNames, images, labels, shape } = await formats.readImageFolder(files, { color: 'grey' });
    expect(classNames).toEqual(['cat', 'dog']);
    expect(shape).toEqual([2, 2, 1]);
    expect([...labels]).toEqual([0, 1]);
    expect([...images]).toEqual([...Array(4).fill(100), ...Array(4).fill(200)]);
  });
  it('names the file that is broken, of another size or outside', async () => {
    const good = { path: 'cat/1.png', bytes: await png(1) };
    const read = (path: string, bytes: Uint8Array) =>
      formats.readImageFolder([good, { path, bytes }], { color: 'rgb' });
    await expect(read('dog/1.png', Buffer.from('no image'))).rejects.toThrow(/dog\/1.png: expected an image/);
    await expect(read('dog/1.png', await png(1, 3))).rejects.toThrow(/expected 2x2 pixels/);
    await expect(read('../x.png', await png(1))).rejects.toThrow(/class\/file.png/);
  });
});

describe('an image', () => {
  const noise = (format: 'jpeg' | 'png' | 'gif') =>
    sharp(Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, at) => (at * 7919) % 251)), {
      raw: { width: 64, height: 64, channels: 3 },
    })
      .toFormat(format)
      .toBuffer();
  it.each(['jpeg', 'png'] as const)('that is cut short is refused: %s', async (format) => {
    const whole = await noise(format);
    const decode = (bytes: Uint8Array) => formats.decodeImage({ path: 'a/x', bytes }, 'rgb');
    expect((await decode(whole)).width).toBe(64);
    for (const share of [0.1, 0.5, 0.95])
      await expect(decode(whole.subarray(0, whole.length * share))).rejects.toThrow(
        /^a\/x: expected an image/,
      );
  });
  it('that is a document with a program is refused', async () => {
    const bytes = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>');
    await expect(formats.decodeImage({ path: 'a/x.png', bytes }, 'rgb')).rejects.toThrow(
      /a\/x\.png: expected an image \(png, jpeg, gif, webp, tiff\), got something else/,
    );
  });
});

describe('pictures', () => {
  it('enlarges by whole pixels', async () => {
    const file = await formats.encodePng(
      { width: 2, height: 1, channels: 1, data: new Uint8Array([0, 255]) },
      3,
    );
    const { data, info } = await sharp(file).greyscale().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([6, 3]);
    expect([...data.subarray(0, 6)]).toEqual([0, 0, 0, 255, 255, 255]);
  });
  it('shows a difference around grey', () => {
    expect([...formats.magnifyDifference(new Float32Array([0, 0.08, -0.08, 1]), [0, 1], 5)]).toEqual([
      128, 179, 77, 255,
    ]);
  });
});

describe('built-in digits', () => {
  it('has 10,000 images of 28x28 in ten classes', () => {
    const { images, labels } = formats.builtInDigits();
    expect(labels.length).toBe(10_000);
    expect(images.length).toBe(10_000 * 784);
    expect(new Set(labels).size).toBe(10);
  });
});

describe('layers-model', () => {
  const sound = JSON.stringify({
    modelTopology: { class_name: 'Sequential', config: { layers: [{ class_name: 'Dense', config: {} }] } },
    weightsManifest: [{ paths: ['weights.bin'], weights: [{ name: 'k', shape: [2, 1], dtype: 'float32' }] }],
  });
  const files = new Map([['weights.bin', formats.bytesOf(new Float32Array([1, 2]))]]);
  it('passes a sound model', () => {
    expect(formats.readLayersModel(sound, files).weightData.length).toBe(8);
  });
  it('keeps what a functional model says of its layers: their names and what leads to them', () => {
    const layers = [
      { class_name: 'InputLayer', config: {}, name: 'in', inbound_nodes: [] },
      { class_name: 'Dense', config: {}, name: 'out', inbound_nodes: [[['in', 0, 0, {}]]] },
    ];
    const modelTopology = { class_name: 'Functional', config: { layers, output_layers: [['out', 0, 0]] } };
    const json = JSON.stringify({ ...JSON.parse(sound), modelTopology });
    expect(formats.readLayersModel(json, files).modelTopology).toEqual(modelTopology);
  });
  it.each([
    ['a Lambda layer', '"Dense"', '"Lambda"'],
    ['a path that leaves the folder', 'weights.bin', '../weights.bin'],
    ['an address', 'weights.bin', 'http://example.com/w'],
    ['missing bytes', '[2,1]', '[3,1]'],
    ['a file that is not there', 'weights.bin', 'other.bin'],
  ])('refuses %s', (_, from, to) => {
    expect(() => formats.readLayersModel(sound.replace(from, to), files)).toThrow(formats.FormatError);
  });
  it('refuses a Lambda layer inside a nested model, and names it', () => {
    const nested = '{"class_name":"Sequential","config":{"layers":[{"class_name":"Lambda","config":{}}]}}';
    const json = sound.replace('{"class_name":"Dense","config":{}}', nested);
    expect(json).not.toBe(sound);
    expect(() => formats.readLayersModel(json, files)).toThrow(/got "Lambda"/);
  });
  it('keeps what a functional model says of its connections', () => {
    const layer =
      '{"class_name":"InputLayer","config":{},"name":"x","inbound_nodes":[]},{"class_name":"Dense","config":{},"name":"d","inbound_nodes":[[["x",0,0,{}]]]}';
    const { modelTopology } = formats.readLayersModel(
      sound.replace('{"class_name":"Dense","config":{}}', layer),
      files,
    );
    expect(modelTopology).toMatchObject({
      config: { layers: [{ name: 'x' }, { name: 'd', inbound_nodes: [[['x', 0, 0, {}]]] }] },
    });
  });
  const from = (name: string, ...calls: readonly (readonly [string, number])[]) => ({
    ...{ class_name: calls.length > 0 ? 'Dense' : 'InputLayer', config: {}, name },
    inbound_nodes: calls.map(([origin, call]) => [[origin, call, 0, {}]]),
  });
  const functional = (layers: readonly object[], within = false) => {
    const model = { class_name: 'Functional', config: { layers } };
    const outer = {
      class_name: 'Functional',
      config: { layers: [{ ...model, name: 'inner', inbound_nodes: [] }] },
    };
    return JSON.stringify({ ...JSON.parse(sound), modelTopology: within ? outer : model });
  };
  const cycle = [from('in'), from('f', ['d', 0]), from('d', ['f', 0])];
  it.each([
    ['layers that wait for each other', cycle, /config\.layers: .*got some that wait for each other: f, d/],
    [
      'layers that wait for each other beside one without a name',
      [...cycle, { class_name: 'Dense', config: {}, inbound_nodes: [] }],
      /wait for each other: f, d/,
    ],
    ['a layer that waits for itself', [from('in'), from('f', ['f', 0])], /wait for each other: f/],
    ['a call that is never made', [from('in'), from('f', ['in', 1])], /wait for each other: f/],
    [
      'a layer that is not there',
      [from('in'), from('f', ['gone', 0])],
      /expected a layer of the model, got "gone"/,
    ],
  ])('refuses %s, also in a model within the model', (_, layers, words) => {
    expect(() => formats.readLayersModel(functional(layers), files)).toThrow(words);
    expect(() => formats.readLayersModel(functional(layers, true), files)).toThrow(words);
  });
  it('passes layers in any order, and one that is called twice, the second time on what came of the first', () => {
    const layers = [
      from('out', ['shared', 1]),
      from('shared', ['in', 0], ['middle', 0]),
      from('middle', ['shared', 0]),
      from('in'),
    ];
    expect(formats.readLayersModel(functional(layers), files).weightData.length).toBe(8);
  });
  it('refuses models within models thousands deep', () => {
    const deep = `${'{"class_name":"Sequential","config":{"layers":['.repeat(5000)}${']}}'.repeat(5000)}`;
    const json = sound.replace('{"class_name":"Dense","config":{}}', deep);
    expect(() => formats.readLayersModel(json, files)).toThrow(formats.FormatError);
  });
  it.each([
    ['no scale', { dtype: 'uint8', min: 0 }],
    ['an infinite scale', { dtype: 'uint8', min: 0, scale: '1e999' }],
    ['values beyond 32-bit floats', { dtype: 'uint16', min: 0, scale: 1e34 }],
    ['a type of its own', { dtype: 'int4', min: 0, scale: 1 }],
  ])('refuses a quantization of %s', (_, quantization) => {
    const json = sound
      .replace('"dtype":"float32"', `"dtype":"float32","quantization":${JSON.stringify(quantization)}`)
      .replace('"1e999"', '1e999');
    expect(() => formats.readLayersModel(json, new Map([['weights.bin', new Uint8Array(2)]]))).toThrow(
      /model\.json: .*quantization/,
    );
  });
  it('refuses half floats that are not numbers', () => {
    const json = sound.replace('"dtype":"float32"', '"dtype":"float32","quantization":{"dtype":"float16"}');
    const read = (bits: number) =>
      formats.readLayersModel(json, new Map([['weights.bin', formats.bytesOf(new Uint16Array([0, bits]))]]));
    expect(read(0x3c00).weightData).toHaveLength(4);
    expect(() => read(0x7e00)).toThrow(/finite/);
    expect(() => read(0xfc00)).toThrow(/finite/);
  });
  it('refuses bytes that no weight is made of', () => {
    const more = new Map([['weights.bin', new Uint8Array(12)]]);
    expect(() => formats.readLayersModel(sound, more)).toThrow(/expected 8 bytes of weights, got 12/);
  });
  it('refuses weights that are not numbers', () => {
    const bad = new Map([['weights.bin', formats.bytesOf(new Float32Array([1, Number.NaN]))]]);
    expect(() => formats.readLayersModel(sound, bad)).toThrow(/finite/);
  });
});

describe('zip', () => {
  const limits = { maxFiles: 2, maxBytes: 100 };
  it.each([
    ['what is no archive', Buffer.from('nothing'), /ZIP/],
    ['an empty file', Buffer.alloc(0), /ZIP/],
    [
      'more files than allowed',
      formats.storedZip({ a: Buffer.from('1'), b: Buffer.from('2'), c: Buffer.from('3') }),
      /at most 2 files, got 3/,
    ],
    [
      'more bytes than allowed',
      formats.storedZip({ a: Buffer.alloc(60), b: Buffer.alloc(60) }),
      /at most 100 unpacked bytes, got 120 declared/,
    ],
  ])('refuses %s', async (_, bytes, words) => {
    await expect(formats.readZip(bytes, limits)).rejects.toThrow(words);
  });
  it('refuses a bomb by the sizes that it declares, before it unpacks anything', async () => {
    const bomb = zipSync({ 'a.txt': Buffer.from('a'), 'zeros.png': Buffer.alloc(20_000_000) });
    // What is packed is damaged: only somebody who unpacks it would notice.
    bomb.fill(255, 60, 200);
    await expect(formats.readZip(bomb, { maxFiles: 9, maxBytes: 2e9 })).rejects.toThrow(
      /archive: expected it to unpack to at most 100 times its \d+ bytes, got 20000001 bytes declared/,
    );
  });
  it('refuses an entry that is longer than it declares', async () => {
    const bytes = Buffer.from(zipSync({ 'a.bin': Buffer.alloc(5000) }));
    const central = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    bytes.writeUInt32LE(50, central + 24);
    await expect(formats.readZip(bytes, limits)).rejects.toThrow(/archive: expected .*too many bytes/);
  });
  it('reads all files of an archive that is compressed', async () => {
    const files = await formats.readZip(
      zipSync({ 'a.txt': Buffer.from('one'), 'b/c.txt': Buffer.from('two') }),
      limits,
    );
    expect(files.map(({ path, bytes }) => [path, bytes.toString()])).toEqual([
      ['a.txt', 'one'],
      ['b/c.txt', 'two'],
    ]);
  });
});
