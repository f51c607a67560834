import { tf } from '@fiducial/core/tensors';
import { beforeAll, expect, test } from 'vitest';
import { loadBackend } from '../load-backend';
import { conform } from './conform';

beforeAll(async () => {
  await loadBackend({ prefer: 'wasm' });
});

test('WebAssembly is what runs here', () => {
  expect(tf.getBackend()).toBe('wasm');
});

conform();
