import { expect, test } from 'vitest';
import { joinTraces, readTraces, stepColumns, traceColumns, writeTraces } from './trace-file';

const trace = (loss: number[], success: number[]) => ({
  loss: Float32Array.from(loss),
  success: Float32Array.from(success),
});

test('traces of batches are joined by their rows, shorter ones go on with their last value', () => {
  const joined = joinTraces([
    { rows: 3, trace: trace([1, 2, 3], [0, 0, 1]) },
    { rows: 1, trace: trace([5], [1]) },
    { rows: 9, trace: trace([], []) },
  ]);
  expect(joined).toEqual(trace([2, 2.75, 3.5], [0.25, 0.25, 1]));
});

test('traces come back from their file, of one length', () => {
  const read = readTraces(writeTraces([trace([1, 2], [0, 1]), trace([3], [1])], traceColumns), traceColumns);
  expect(read).toEqual([trace([1, 2], [0, 1]), trace([3, 3], [1, 1])]);
});

test('traces of attacks on detectors go on with their last value too', () => {
  const steps = { ...trace([4, 2], [0, 1]), evaded: Float32Array.of(0, 0.5) };
  const short = { ...trace([3], [1]), evaded: Float32Array.of(1) };
  expect(readTraces(writeTraces([steps, short], stepColumns), stepColumns)).toEqual([
    steps,
    { ...trace([3, 3], [1, 1]), evaded: Float32Array.of(1, 1) },
  ]);
});

test('no trace at all is an empty one', () => {
  expect(joinTraces([])).toEqual(trace([], []));
  expect(readTraces(writeTraces([trace([], [])], traceColumns), traceColumns)).toEqual([trace([], [])]);
});
