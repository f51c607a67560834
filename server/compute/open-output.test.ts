import { describe, expect, test } from 'vitest';
import { openOutput } from './open-output';
import type { Outputs } from './task';

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('an open output', () => {
  test('gives its chunks in order, beside others that are open', async () => {
    const files = new Map<string, number[]>();
    const outputs: Outputs = {
      write: async (name, _, chunks) => {
        for await (const chunk of chunks as AsyncIterable<Uint8Array>)
          files.set(name, [...(files.get(name) ?? []), ...chunk]);
      },
    };
    const [a, b] = ['a', 'b'].map((name) => openOutput(outputs, name, ''));
    await a?.write(bytes(1));
    await b?.write(bytes(9));
    await a?.write(bytes(2, 3));
    await Promise.all([a?.end(), b?.end()]);
    expect(Object.fromEntries(files)).toEqual({ a: [1, 2, 3], b: [9] });
  });

  test('says why it could not be written', async () => {
    const full: Outputs = {
      write: async (_name, _type, chunks) => {
        for await (const _ of chunks as AsyncIterable<Uint8Array>) throw new Error('ENOSPC: no space left');
      },
    };
    const output = openOutput(full, 'a', '');
    const writing = async () => {
      for (let chunk = 0; chunk < 10; chunk++) await output.write(bytes(chunk));
    };
    await expect(writing()).rejects.toThrow('ENOSPC');
    await expect(output.end()).rejects.toThrow('ENOSPC');
  });
});
