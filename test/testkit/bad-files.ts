import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { idxFile } from './idx-file';

/** Files as nobody of good will makes them, byte by byte. */

/** What a made-up file of an archive is, and what the archive says of it. */
export interface OddEntry {
  readonly path: string;
  readonly bytes?: Uint8Array;
  /** Size once unpacked that the archive declares, where it lies. */
  readonly declared?: number;
  /** Whether it would be unpacked as a symbolic link. */
  readonly link?: boolean;
}

const crc = (bytes: Uint8Array) => {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
};

/** A ZIP archive with whatever is asked for in its records. */
export function oddZip(entries: readonly OddEntry[]): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { path, bytes = new Uint8Array(), declared = bytes.length, link } of entries) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(bytes);
    const fields = Buffer.alloc(22);
    fields.writeUInt16LE(8, 4); // deflate
    fields.writeUInt32LE(crc(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(declared, 18);
    const common = Buffer.concat([Buffer.from([20, 0]), fields.subarray(2), u16(name.length), u16(0)]);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, packed]);
    const attributes = Buffer.alloc(14);
    attributes.writeUInt32LE(link ? 0o120777 * 0x10000 : 0o100644 * 0x10000, 6);
    attributes.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), common, attributes, name]));
    parts.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  return Buffer.concat([...parts, directory, endOf(entries.length, directory.length, offset)]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function endOf(count: number, bytes: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Math.min(count, 0xffff), 8);
  end.writeUInt16LE(Math.min(count, 0xffff), 10);
  end.writeUInt32LE(bytes, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

/** An archive of so many empty files, more than the plain records can count. */
export function crowdedZip(count: number): Buffer {
  const entry = Buffer.alloc(46 + 7);
  entry.write('PK\x01\x02', 'latin1');
  entry.writeUInt16LE(7, 28);
  const directory = Buffer.concat(
    Array.from({ length: count }, (_, at) => {
      const one = Buffer.from(entry);
      one.write(String(at).padStart(7, '0'), 46);
      return one;
    }),
  );
  const large = Buffer.alloc(56);
  large.write('PK\x06\x06', 'latin1');
  large.writeBigUInt64LE(44n, 4);
  large.writeBigUInt64LE(BigInt(count), 24);
  large.writeBigUInt64LE(BigInt(count), 32);
  large.writeBigUInt64LE(BigInt(directory.length), 40);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(BigInt(directory.length), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([directory, large, locator, endOf(0xffff, 0xffffffff, 0xffffffff)]);
}

function pngPart(type: string, data: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, sum]);
}

/** A grey PNG of 30,000 x 30,000 black pixels, about 1 MB: whoever decodes it needs 900 MB. */
export function hugePng(): Buffer {
  const side = 30_000;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 8;
  const rows = deflateSync(Buffer.alloc((side + 1) * side), { level: 9 });
  const parts = [pngPart('IHDR', header), pngPart('IDAT', rows), pngPart('IEND', new Uint8Array())];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]);
}

/** A GIF of one pixel and so many frames. */
export function longGif(frames: number): Buffer {
  const head = Buffer.from('GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff', 'latin1');
  const frame = Buffer.from(
    '\x21\xf9\x04\x00\x01\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00',
    'latin1',
  );
  return Buffer.concat([head, ...Array.from({ length: frames }, () => frame), Buffer.from(';')]);
}

/** A picture that is a document with a program in it. */
export const scriptSvg = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><script>alert(1)</script><image href="file:///etc/hostname"/></svg>',
);

/** 20 MB of zeros, packed by gzip, in an IDX file whose header says so. */
export const idxBomb = (): Buffer => gzipSync(idxFile([20_000_000], new Uint8Array(20_000_000)));

/** A model.json with layers and files of one's choice. */
export function modelJson({
  layers = ['Flatten'],
  path = 'weights.bin',
  weight = {},
}: {
  layers?: readonly string[];
  path?: string;
  weight?: object;
} = {}): Buffer {
  const modelTopology = {
    class_name: 'Sequential',
    config: { layers: layers.map((class_name) => ({ class_name, config: {} })) },
  };
  const weights = [{ name: 'kernel', shape: [2], dtype: 'float32', ...weight }];
  return Buffer.from(JSON.stringify({ modelTopology, weightsManifest: [{ paths: [path], weights }] }));
}
