import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What the addon's sources include; they include some more. */
const included = [
  'tensorflow/c/c_api.h',
  'tensorflow/c/eager/c_api.h',
  'tensorflow/c/tf_datatype.h',
  'tensorflow/c/tf_status.h',
  'tensorflow/c/tf_tensor.h',
  'tensorflow/core/platform/ctstring_internal.h',
];

/**
 * Copies the headers that the addon needs, 14 of the wheel's thousands: follows what each includes.
 *
 * @param {(path: string) => Promise<string | undefined>} read text of a header
 * @param {string} target
 * @throws {Error} when one of TensorFlow's own is missing
 */
export async function copyHeaders(read, target) {
  const queue = [...included];
  const seen = new Set();
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const text = await read(path);
    // Others are included under a condition that does not hold here.
    if (text === undefined && included.includes(path))
      throw new Error(`this TensorFlow lacks the header ${path}`);
    if (text === undefined) continue;
    await mkdir(dirname(join(target, path)), { recursive: true });
    await writeFile(join(target, path), text);
    queue.push(...[...text.matchAll(/#\s*include\s*"([^"]+)"/g)].map(([, name]) => String(name)));
  }
}
