import { tf } from '@fiducial/core/tensors';
import { beforeAll, expect, test } from 'vitest';
import type { BackendReport } from '../backend-report';
import { loadBackend } from '../load-backend';
import { conform } from './conform';

let report: BackendReport;

beforeAll(async () => {
  report = await loadBackend({ prefer: undefined });
});

test('the fastest backend of the machine runs, and another says why', () => {
  expect(tf.getBackend()).toBe(report.name === 'native' ? 'tensorflow' : 'wasm');
  expect(report.reason).toMatch(
    report.name === 'native' ? /^libtensorflow [\d.]+ loads$/ : /native TensorFlow/,
  );
});

conform();
