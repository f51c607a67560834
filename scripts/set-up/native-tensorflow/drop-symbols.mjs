import { open } from 'node:fs/promises';

/**
 * Cuts off what no loader reads from a 64-bit little-endian ELF library: the symbol and section tables at its end, a
 * quarter of TensorFlow's. What `strip -s` does, without binutils. Any other file is left as it is.
 *
 * @param {string} file
 */
export async function dropSymbols(file) {
  const handle = await open(file, 'r+');
  try {
    const header = Buffer.alloc(64);
    await handle.read(header, 0, 64, 0);
    const elf64 = header.readUInt32BE(0) === 0x7f454c46 && header[4] === 2 && header[5] === 1;
    if (!elf64) return;
    const tableAt = Number(header.readBigUInt64LE(32));
    const entryBytes = header.readUInt16LE(54);
    const table = Buffer.alloc(entryBytes * header.readUInt16LE(56));
    await handle.read(table, 0, table.length, tableAt);
    let end = tableAt + table.length;
    for (let at = 0; at < table.length; at += entryBytes) {
      end = Math.max(end, Number(table.readBigUInt64LE(at + 8)) + Number(table.readBigUInt64LE(at + 32)));
    }
    if (end >= (await handle.stat()).size) return;
    // Says that there are no section headers: offset, count and index of the names.
    header.writeBigUInt64LE(0n, 40);
    header.writeUInt16LE(0, 60);
    header.writeUInt16LE(0, 62);
    await handle.write(header, 0, 64, 0);
    await handle.truncate(end);
  } finally {
    await handle.close();
  }
}
